import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import { type Broadcast, readBroadcasts } from './broadcasts.ts';
import { entriesOf, entryOf, type FileSession, mergeEntries, type SessionEntry } from './file-session.ts';
import { readJson } from './json-text.ts';
import type { SessionPlaces } from './session-places.ts';
import type { SmallFiles } from './small-files.ts';
import { timeOf } from './time-of.ts';

export type SessionFiles = {
  readonly sessions: readonly FileSession[];
  readonly broadcasts: readonly Broadcast[];
  /** What could not be read, each with its file and line. */
  readonly problems: readonly string[];
};

const filesLimit = 500;
/** Heartbeats are one file each, and deleted after a day: the newest of them say all that counts. */
const heartbeatsRead = 300;

/** Reads all files of a place; what is broken is named, and the rest of them still counts. Never rejects. */
export async function readSessionFiles(
  files: SmallFiles,
  { folder, file }: SessionPlaces,
): Promise<SessionFiles> {
  files.nextRound();
  const problems: string[] = [];
  const note = (problem: string): void => void problems.push(problem);
  const list = await readDocument(files, file, note);
  const entries: SessionEntry[] = list ? withFallbackTime(entriesOf(list.value), list.changedAt) : [];
  for (const [name, document] of await readFolder(files, join(folder, 'sessions'), filesLimit, note)) {
    if (name === 'REGISTRY.json') continue;
    const entry = entryOf(document.value, name.replace(/\.json$/, ''));
    if (entry) entries.push(...withFallbackTime([entry], document.changedAt));
  }
  for (const place of [join('sessions', 'HEARTBEATS'), 'heartbeats']) {
    // A heartbeat tells that its session is there, and nothing else: of an unknown one it makes none.
    const known = new Set(entries.map(({ id }) => id));
    for (const [name, document] of await readFolder(files, join(folder, place), heartbeatsRead, () => {})) {
      const beat = entryOf(document.value, name.replace(/\.json$/, ''));
      if (beat && known.has(beat.id)) {
        entries.push({ id: beat.id, heard: beat.heard ?? timeOf(name.slice(0, 19)) ?? document.changedAt });
      }
    }
  }
  return { sessions: mergeEntries(entries), broadcasts: await readBroadcasts(files, folder), problems };
}

/** Where nothing in an entry has a time, the file's own change is the last that was heard. */
function withFallbackTime(entries: SessionEntry[], changedAt: number): SessionEntry[] {
  return entries.map((entry) => (entry.heard === null ? { ...entry, heard: changedAt } : entry));
}

type Document = { readonly value: unknown; readonly changedAt: number };

async function readFolder(
  files: SmallFiles,
  folder: string,
  most: number,
  note: (problem: string) => void,
): Promise<[string, Document][]> {
  const names = await readdir(folder).catch(() => []);
  const found: [string, Document][] = [];
  for (const name of names
    .filter((each) => each.endsWith('.json'))
    .sort()
    .slice(-most)) {
    const document = await readDocument(files, join(folder, name), note);
    if (document) found.push([name, document]);
  }
  return found;
}

/** Undefined where there is no such file, or it is broken, which is noted. */
async function readDocument(
  files: SmallFiles,
  path: string,
  note: (problem: string) => void,
): Promise<Document | undefined> {
  try {
    const found = await files.read(path, (text, changedAt) => ({ read: readJson(text), changedAt }));
    if (!found) return undefined;
    const { read, changedAt } = found;
    if (read.ok) return { value: read.value, changedAt };
    note(`${path}:${read.line} is no valid JSON and is not read: ${read.problem}`);
  } catch (error) {
    note(`${path} is not read: ${messageOf(error)}`);
  }
  return undefined;
}
