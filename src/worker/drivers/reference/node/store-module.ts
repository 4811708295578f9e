/** `src/store.js`: records in memory, every change in an append-only log on disk. */
export const storeModule =
  String.raw`import { closeSync, existsSync, fsync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const format = 1;

/**
 * Opens the records kept in a directory. Each change is one line of log.jsonl; a change counts once flushed() resolved,
 * which is after fsync. Lines that cannot be read are set aside in log.damaged.jsonl, the last one when a crash cut it
 * off included. Refuses data written in a newer format.
 */
export function openStore(directory) {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'log.jsonl');
  const { collections, counters, lines, damaged } = readLog(path);
  setAside(directory, damaged);
  const live = [...collections.values()].reduce((sum, records) => sum + records.size, 0);
  if (damaged.length > 0 || lines > 2 * live + 1000) rewrite(path, collections, counters);
  const file = openSync(path, 'a');
  let flushing = Promise.resolve();
  let waiting = null;
  let failure = null;

  function append(entry) {
    if (failure) throw failure;
    try {
      writeAll(file, JSON.stringify({ v: format, ...entry }) + '\n');
    } catch (error) {
      failure = error;
      throw error;
    }
    waiting ??= flushing = flushing.then(sync);
  }

  /** One fsync for every change made while the one before was running. */
  function sync() {
    waiting = null;
    return new Promise((resolve, reject) => {
      fsync(file, (error) => {
        if (error) failure = error;
        if (error) reject(error);
        else resolve();
      });
    });
  }

  function records(name) {
    if (!collections.has(name)) collections.set(name, new Map());
    return collections.get(name);
  }

  return {
    all: (name) => [...records(name).values()],
    get: (name, key) => records(name).get(String(key)),
    put(name, key, value) {
      append({ op: 'put', in: name, key: String(key), value });
      records(name).set(String(key), value);
    },
    remove(name, key) {
      append({ op: 'remove', in: name, key: String(key) });
      records(name).delete(String(key));
    },
    /** The next number of a collection; a number is never given twice. */
    nextNumber(name) {
      const next = (counters.get(name) ?? 0) + 1;
      append({ op: 'number', in: name, value: next });
      counters.set(name, next);
      return next;
    },
    flushed: () => flushing,
    async close() {
      await flushing;
      closeSync(file);
    },
  };
}

function readLog(path) {
  const collections = new Map();
  const counters = new Map();
  const damaged = [];
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  for (const line of lines) {
    const entry = parse(line);
    if (entry === null) {
      damaged.push(line);
      continue;
    }
    if (entry.v > format) throw new Error('the data in ' + path + ' was written by a newer version of this service');
    if (entry.op === 'number') counters.set(entry.in, entry.value);
    else {
      if (!collections.has(entry.in)) collections.set(entry.in, new Map());
      if (entry.op === 'put') collections.get(entry.in).set(entry.key, entry.value);
      else collections.get(entry.in).delete(entry.key);
    }
  }
  return { collections, counters, lines: lines.length, damaged };
}

function parse(line) {
  try {
    const entry = JSON.parse(line);
    return typeof entry?.v === 'number' && ['put', 'remove', 'number'].includes(entry.op) ? entry : null;
  } catch {
    return null;
  }
}

function setAside(directory, damaged) {
  if (damaged.length === 0) return;
  console.error(damaged.length + ' damaged lines of the log are set aside in log.damaged.jsonl');
  const file = openSync(join(directory, 'log.damaged.jsonl'), 'a');
  writeAll(file, damaged.map((line) => line + '\n').join(''));
  fsyncSync(file);
  closeSync(file);
}

/** Writes the log anew, as small as it can be, and puts it in place in one step. */
function rewrite(path, collections, counters) {
  const next = path + '.next';
  const file = openSync(next, 'w');
  for (const [name, value] of counters) writeAll(file, JSON.stringify({ v: format, op: 'number', in: name, value }) + '\n');
  for (const [name, records] of collections)
    for (const [key, value] of records) writeAll(file, JSON.stringify({ v: format, op: 'put', in: name, key, value }) + '\n');
  fsyncSync(file);
  closeSync(file);
  renameSync(next, path);
}

/** A write may take only a part; what is left is written too. */
function writeAll(file, text) {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
`.replace(', truncateSync', '');
