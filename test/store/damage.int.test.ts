import { copyFile, open as openFile, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { contentHash } from '../../src/contracts/tree-hash.ts';
import { type LibsqlStore, openLibsqlStore } from '../../src/store/libsql-store.ts';
import { batch, event } from './batch.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const page = 4096;
const frame = page + 24;

function open(file: string): LibsqlStore {
  const store = openLibsqlStore(file);
  onTestFinished(() => store.close());
  return store;
}

/** What a crash leaves: the files as they are while a store has them open and its last commits are in the log alone. */
async function crashed(commits: number): Promise<string> {
  const directory = await temporaryDirectory();
  const file = join(directory, 'andon.db');
  const left = join(directory, 'left.db');
  const store = openLibsqlStore(file);
  for (let seq = 1; seq <= commits; seq += 1) {
    const snapshot = { seq, text: 'x'.repeat(500) };
    await store.commit(
      batch({
        events: [event(seq)],
        snapshots: [{ stream: 'service/a', version: 1, seq, snapshot, final: false }],
      }),
    );
  }
  for (const end of ['', '-wal']) await copyFile(`${file}${end}`, `${left}${end}`);
  store.close();
  return left;
}

async function flip(file: string, at: number): Promise<void> {
  const handle = await openFile(file, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 0x10;
  await handle.write(byte, 0, 1, at);
  await handle.close();
}

const refused = expect.objectContaining({
  code: 'HOME_DAMAGED',
  message: expect.stringContaining('andon backup'),
});

async function refuses(file: string): Promise<void> {
  const files = [file, `${file}-wal`];
  const contents = () =>
    Promise.all(files.map((each) => readFile(each).then(contentHash, () => 'not there')));
  const before = await contents();
  expect(() => openLibsqlStore(file)).toThrow(refused);
  expect(await contents()).toEqual(before);
}

describe('a log', () => {
  let file: string;
  let bytes: number;
  beforeEach(async () => {
    file = await crashed(20);
    bytes = (await stat(`${file}-wal`)).size;
  });

  it('that is whole gives back every commit, and its pages are in the database once it is open', async () => {
    const store = open(file);
    expect(store.lastSeq()).toBe(20);
    expect(store.snapshot('service/a')?.snapshot).toMatchObject({ seq: 20 });
    await writeFile(`${file}.alone`, await readFile(file));
    expect(open(`${file}.alone`).lastSeq()).toBe(20);
  });

  it.each([
    ['a few bytes', 5],
    ['a page', page],
    ['a frame and a half', Math.round(1.5 * frame)],
  ])('whose end is torn by %s loses the last commit alone, whole', async (_, torn) => {
    await truncate(`${file}-wal`, bytes - torn);
    const store = open(file);
    expect(store.lastSeq()).toBe(19);
    expect(store.events({}).map((row) => row.seq)).toEqual(Array.from({ length: 19 }, (_, n) => n + 1));
    expect(store.snapshot('service/a')).toMatchObject({ seq: 19, snapshot: { seq: 19 } });
    await store.commit(batch({ events: [event(20)] }));
  });

  it('whose last commit was half written, not in order, loses that one alone', async () => {
    await flip(`${file}-wal`, bytes - frame - 100);
    expect(open(file).lastSeq()).toBe(19);
  });

  it.each([
    ['in its middle', () => Math.round(bytes / 2)],
    ['in its first frame', () => 32 + 24 + 100],
    ['in its head', () => 17],
    ['in the kind of its head', () => 2],
    ['in the head of a frame', () => 32 + 3 * frame + 10],
  ])('with a bit changed %s is refused: it would take commits with it', async (_, at) => {
    await flip(`${file}-wal`, at());
    await refuses(file);
  });

  it('beside a database that lost its content is refused', async () => {
    await truncate(file, 0);
    await refuses(file);
  });
});

describe('a database', () => {
  let file: string;
  beforeEach(async () => {
    file = join(await temporaryDirectory(), 'andon.db');
    const store = openLibsqlStore(file);
    const text = 'content '.repeat(200);
    for (let seq = 1; seq <= 200; seq += 1) {
      const row = { ...event(seq), event: { type: 'SpecChanged', text } };
      await store.commit(
        batch({
          events: [row],
          snapshots: [
            { stream: `service/${seq}`, version: 1, seq, snapshot: { n: seq, text }, final: false },
          ],
          outbox: [{ id: `e-${seq}-0`, stream: 'service/a', effect: { type: 'Notify' } }],
        }),
      );
    }
    store.put('spec/a', text);
    await store.backup(`${file}.copy`);
    store.close();
  });

  it.each([
    ['the kind of a page is changed', 7 * page],
    ['its first bytes are changed', 3],
  ])('is refused when %s', async (_, at) => {
    await flip(file, at);
    await refuses(file);
  });

  it('is refused when its end is missing', async () => {
    await truncate(file, (await stat(file)).size - 3 * page);
    await refuses(file);
  });

  it('gives out no text in which a bit was changed, says so, and gives out the others', async () => {
    const change = new Database(file);
    change.exec("UPDATE events SET event = replace(event, 'content', 'cOntent') WHERE seq = 7");
    change.exec("UPDATE snapshots SET snapshot = replace(snapshot, 'content', 'cOntent') WHERE seq = 9");
    change.exec("UPDATE outbox SET effect = replace(effect, 'Notify', 'NotifY') WHERE id = 'e-3-0'");
    change.exec("UPDATE facts SET value = replace(value, 'content', 'cOntent')");
    change.close();
    const store = open(file);
    expect(() => store.events({})).toThrow(refused);
    expect(store.events({ after: 7 })).toHaveLength(193);
    expect(() => [...store.activeSnapshots()]).toThrow(refused);
    expect(() => store.snapshot('service/9')).toThrow(refused);
    expect(store.snapshot('service/10')).toMatchObject({ seq: 10 });
    expect(() => store.owedEffects()).toThrow(refused);
    expect(() => store.get('spec/a')).toThrow(refused);
  });

  it('that is damaged is replaced by its backup, and goes on from there', async () => {
    await flip(file, 7 * page);
    await refuses(file);
    for (const end of ['', '-wal', '-shm'])
      await rename(`${file}${end}`, `${file}.bad${end}`).catch(() => {});
    await rename(`${file}.copy`, file);
    const store = open(file);
    expect(store.lastSeq()).toBe(200);
    expect([...store.activeSnapshots()]).toHaveLength(200);
    await store.commit(batch({ events: [event(201)] }));
  });
});
