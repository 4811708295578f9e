import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'libsql';
import { z } from 'zod';
import { AndonError, messageOf } from '../errors.ts';

const writer = z.object({ pid: z.number(), host: z.string(), since: z.number() });
/** Who writes a home, for people. The lock itself is the operating system's. */
export type Writer = z.infer<typeof writer>;

export type WriterLock = {
  /** The writer before this one did not let go: it was killed, and left what it was in the middle of. */
  readonly afterCrash: boolean;
  release(): Promise<void>;
};

export type WriterLockOptions = {
  /** Gives up waiting; the call then rejects with `NOT_WRITER`. */
  readonly signal?: AbortSignal;
  /** Called once when somebody else writes this home and this process starts to wait. */
  readonly onWaiting?: (writer: Writer | undefined) => void;
};

const POLL_MS = 250;

/**
 * Makes this process the one writer of `home`, waiting as a hot standby while another is. The lock is an exclusive
 * transaction held open on a small SQLite file: the system frees it the moment the holder dies, however it dies, and
 * a holder that is only stopped keeps it. Never open `writer.lock` in any other way: closing any other
 * descriptor of it in this process would drop the lock.
 */
export async function acquireWriterLock(
  home: string,
  { signal, onWaiting }: WriterLockOptions = {},
): Promise<WriterLock> {
  await mkdir(home, { recursive: true, mode: 0o700 }).catch((error) => {
    throw unwritable(home, error);
  });
  let told = false;
  for (;;) {
    if (signal?.aborted) throw notWriter(home, await readWriter(home));
    const database = tryLock(join(home, 'writer.lock'));
    if (database) {
      const afterCrash = existsSync(writerFile(home));
      await nameWriter(home, database);
      return { afterCrash, release: () => release(home, database) };
    }
    if (!told) {
      told = true;
      onWaiting?.(await readWriter(home));
    }
    await wait(POLL_MS, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
}

async function nameWriter(home: string, database: Database.Database): Promise<void> {
  try {
    const self: Writer = { pid: process.pid, host: hostname(), since: Date.now() };
    await writeFile(writerFile(home), JSON.stringify(self), { mode: 0o600 });
  } catch (error) {
    database.close();
    throw unwritable(home, error);
  }
}

/** Who holds (or last held, if it crashed) the writer's lock of a home; undefined where nobody said. */
export async function readWriter(home: string): Promise<Writer | undefined> {
  try {
    return writer.parse(JSON.parse(await readFile(writerFile(home), 'utf8')));
  } catch {
    return undefined;
  }
}

function tryLock(file: string): Database.Database | undefined {
  let database: Database.Database | undefined;
  try {
    database = new Database(file);
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return undefined;
    throw new AndonError(
      'STORE_FAILED',
      `The lock ${file} cannot be taken: ${messageOf(error)}`,
      {},
      { cause: error },
    );
  }
}

async function release(home: string, database: Database.Database): Promise<void> {
  if (!database.open) return;
  await rm(writerFile(home), { force: true });
  database.exec('ROLLBACK');
  database.close();
}

function writerFile(home: string): string {
  return join(home, 'writer.json');
}

function notWriter(home: string, holder: Writer | undefined): AndonError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return new AndonError('NOT_WRITER', `The home ${home} is written by ${who}; waiting for it was given up.`);
}

function unwritable(home: string, error: unknown): AndonError {
  return new AndonError(
    'STORE_FAILED',
    `The home ${home} cannot be written: ${messageOf(error)}`,
    {},
    { cause: error },
  );
}
