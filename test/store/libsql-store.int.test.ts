import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LibsqlStore, openLibsqlStore } from '../../src/store/libsql-store.ts';
import { migrate } from '../../src/store/migrate.ts';
import { schemaSteps } from '../../src/store/schema.ts';
import { batch, event } from './batch.ts';
import { storeContract } from './store.contract.ts';
import { temporaryDirectory } from './temporary-directory.ts';

async function open(file?: string): Promise<LibsqlStore> {
  const store = openLibsqlStore(file ?? join(await temporaryDirectory(), 'andon.db'));
  onTestFinished(() => store.close());
  return store;
}

describe('the libsql store', () => {
  storeContract(() => open());

  it('finds everything again when it is opened a second time', async () => {
    const file = join(await temporaryDirectory(), 'andon.db');
    const first = await open(file);
    const rows = batch({
      events: [event(1), event(2)],
      snapshots: [
        { stream: 'service/a', version: 1, seq: 2, snapshot: { context: { n: 1.5 } }, final: false },
      ],
      outbox: [{ id: 'e-2-0', stream: 'service/a', effect: { type: 'Notify' } }],
      timers: [{ stream: 'service/a', timer: 'quiet', dueAt: 9_999_999_999_999 }],
    });
    await first.commit(rows);
    first.put('home', 'h1');
    first.close();

    const second = await open(file);
    expect(second.lastSeq()).toBe(2);
    expect(second.events({})).toEqual(rows.events);
    expect([...second.activeSnapshots()]).toEqual(rows.snapshots);
    expect(second.owedEffects()).toEqual(rows.outbox);
    expect(second.timers()).toEqual(rows.timers);
    expect(second.get('home')).toBe('h1');
  });

  it('opens a database written by version 1 of the schema', async () => {
    const file = join(await temporaryDirectory(), 'andon.db');
    const fixture = fileURLToPath(new URL('./fixtures/schema-1.sql', import.meta.url));
    const old = new Database(file);
    old.exec(await readFile(fixture, 'utf8'));
    old.close();

    const store = await open(file);
    expect(store.lastSeq()).toBe(2);
    expect(store.events({ stream: 'service/s1' })).toEqual([
      { seq: 1, at: 1000, stream: 'service/s1', version: 1, event: { type: 'ServiceFound' }, after: null },
    ]);
    expect([...store.activeSnapshots()].map((row) => row.stream)).toEqual(['service/s1']);
    expect(store.owedEffects().map((row) => row.id)).toEqual(['e-2-0']);
    expect(store.timers()).toEqual([{ stream: 'service/s1', timer: 'quiet', dueAt: 31_000 }]);
    await store.commit(batch({ events: [event(3)] }));
    expect(store.lastSeq()).toBe(3);
  });

  it('opens a database written by version 2 of the schema, and keeps from then on what a machine is in', async () => {
    const file = join(await temporaryDirectory(), 'andon.db');
    const fixture = fileURLToPath(new URL('./fixtures/schema-2.sql', import.meta.url));
    const old = new Database(file);
    old.exec(await readFile(fixture, 'utf8'));
    old.close();

    const store = await open(file);
    const kept = store.events({ stream: 'line/main' });
    expect(kept).toEqual([
      { seq: 1, at: 1000, stream: 'line/main', version: 2, event: { type: 'Opened' }, after: null },
    ]);
    const paused = { ...event(2, 'line/main', 'LinePaused'), after: 'paused' };
    await store.commit(batch({ events: [paused] }));
    expect(store.events({})).toEqual([...kept, paused]);
  });

  it('notices that what a machine was in is not what was written', async () => {
    const file = join(await temporaryDirectory(), 'andon.db');
    const store = await open(file);
    await store.commit(batch({ events: [{ ...event(1), after: 'paused' }] }));
    const other = new Database(file);
    other.exec("UPDATE events SET after = 'running'");
    other.close();
    expect(() => store.events({})).toThrow(expect.objectContaining({ code: 'HOME_DAMAGED' }));
  });

  it('runs only the steps a database lacks, and keeps the old version when one fails', () => {
    const database = new Database(':memory:');
    migrate(database, ['CREATE TABLE a (x)']);
    const later = ['CREATE TABLE a (x)', 'ALTER TABLE a ADD COLUMN y', 'CREATE TABLE b (x); nonsense'];
    expect(() => migrate(database, later)).toThrowError(/nonsense/);
    expect(database.prepare('PRAGMA user_version').all()).toEqual([{ user_version: 2 }]);
    expect(database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()).toEqual([
      { name: 'a' },
    ]);
    database.close();
  });

  it('refuses a database of a newer Andon', async () => {
    const file = join(await temporaryDirectory(), 'andon.db');
    const newer = new Database(file);
    newer.exec(`PRAGMA user_version = ${schemaSteps.length + 1}`);
    newer.close();
    await expect(open(file)).rejects.toMatchObject({ code: 'NEWER_HOME' });
  });

  it('says what is wrong with a file it cannot open', async () => {
    await expect(open('/nonexistent/andon.db')).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(open(fileURLToPath(import.meta.url))).rejects.toMatchObject({ code: 'HOME_DAMAGED' });
  });

  it('rejects a commit that fails half-way, keeps nothing of it, and takes the next one', async () => {
    const file = join(await temporaryDirectory(), 'andon.db');
    const store = await open(file);
    await store.commit(batch({ events: [event(1)] }));
    // Somebody's trigger stands in for whatever makes the third statement of a transaction fail.
    const other = new Database(file);
    other.exec(
      "CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT raise(ABORT, 'database or disk is full'); END",
    );
    const rows = batch({
      events: [event(2)],
      snapshots: [{ stream: 'service/a', version: 1, seq: 2, snapshot: {}, final: false }],
      outbox: [{ id: 'e-2-0', stream: 'service/a', effect: { type: 'Notify' } }],
    });
    await expect(store.commit(rows)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('disk is full'),
    });
    expect(store.lastSeq()).toBe(1);
    expect(store.snapshot('service/a')).toBeUndefined();

    other.exec('DROP TRIGGER full');
    other.close();
    await store.commit(rows);
    expect(store.lastSeq()).toBe(2);
    expect(store.owedEffects()).toHaveLength(1);
  });

  it('takes nothing more from a writer once a later one has opened the database, whatever it wants to write', async () => {
    const file = join(await temporaryDirectory(), 'andon.db');
    const older = await open(file);
    await older.commit(batch({ events: [event(1)] }));
    const newer = await open(file);
    const refused = { code: 'NOT_WRITER', message: expect.stringContaining('taken over') };
    await expect(older.commit(batch({ events: [event(2)] }))).rejects.toMatchObject(refused);
    await expect(older.markPerformed(['e-1-0'])).rejects.toMatchObject(refused);
    expect(() => older.put('a', 'older')).toThrow(/taken over/);
    expect(() => older.remove('a')).toThrow(/taken over/);
    expect(older.problem()).toContain('taken over');
    await newer.commit(batch({ events: [event(2)] }));
    newer.put('a', 'newer');
    await expect(older.commit(batch({ events: [event(2)] }))).rejects.toMatchObject(refused);
    expect(newer.events({}).map((row) => row.seq)).toEqual([1, 2]);
    expect(older.get('a')).toBe('newer');
  });

  it('writes a consistent copy while commits go on', async () => {
    const directory = await temporaryDirectory();
    const store = await open(join(directory, 'andon.db'));
    await store.commit(batch({ events: [event(1), event(2)] }));
    const copying = store.backup(join(directory, 'copy.db'));
    await store.commit(batch({ events: [event(3)] }));
    await copying;
    await store.backup(join(directory, 'copy.db'));

    const copy = await open(join(directory, 'copy.db'));
    expect(copy.events({}).map((row) => row.seq)).toEqual([1, 2, 3]);
    await expect(store.backup(join(directory, 'no/such/copy.db'))).rejects.toMatchObject({
      code: 'STORE_FAILED',
    });
    await expect(stat(join(directory, 'copy.db.part'))).rejects.toThrow();
  });

  it('reads one stream by its index, however many others there are', async () => {
    const file = join(await temporaryDirectory(), 'andon.db');
    await open(file);
    const database = new Database(file);
    const plan = database
      .prepare('EXPLAIN QUERY PLAN SELECT * FROM events WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?')
      .all('service/a', 0, 10);
    database.close();
    expect(JSON.stringify(plan)).toContain('USING INDEX events_by_stream');
  });
});
