import { describe, expect, it } from 'vitest';
import { acquireWriterLock, readWriter } from '../../src/store/writer-lock.ts';
import { type Child, startChild } from './child.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const patience = { timeout: 20_000, interval: 20 };
const startHolder = (home: string) => startChild(new URL('./hold-writer-lock.ts', import.meta.url), home);
const says = (child: Child, line: string | RegExp) =>
  expect.poll(() => child.lines().join('\n'), patience).toMatch(line);

describe('the writer’s lock', () => {
  it('is held by one process; the next one waits, knows who holds it, and takes over when that is killed', async () => {
    const home = await temporaryDirectory();
    const first = startHolder(home);
    await says(first, 'held');
    expect(await readWriter(home)).toMatchObject({ pid: first.process.pid });

    const second = startHolder(home);
    await says(second, `waiting ${first.process.pid}`);
    expect(second.lines()).not.toContain('held');

    await first.kill();
    await says(second, 'held');
    expect(await readWriter(home)).toMatchObject({ pid: second.process.pid });
  });

  it('is kept by a holder that is only stopped', async () => {
    const home = await temporaryDirectory();
    const first = startHolder(home);
    await says(first, 'held');
    first.process.kill('SIGSTOP');

    const giveUp = new AbortController();
    const waiting = acquireWriterLock(home, { signal: giveUp.signal, onWaiting: () => giveUp.abort() });
    await expect(waiting).rejects.toMatchObject({ code: 'NOT_WRITER' });

    await first.kill();
    const lock = await acquireWriterLock(home);
    await lock.release();
  });

  it('says whether the writer before it let go or died', async () => {
    const home = await temporaryDirectory();
    const fresh = await acquireWriterLock(home);
    expect(fresh.afterCrash).toBe(false);
    await fresh.release();
    const next = await acquireWriterLock(home);
    expect(next.afterCrash).toBe(false);
    await next.release();

    const killed = startHolder(home);
    await says(killed, 'held');
    await killed.kill();
    const successor = await acquireWriterLock(home);
    expect(successor.afterCrash).toBe(true);
    await successor.release();
  });

  it('is free again after its release, which may be called twice', async () => {
    const home = await temporaryDirectory();
    const first = startHolder(home);
    await says(first, 'held');
    const second = startHolder(home);
    await says(second, 'waiting');
    first.process.stdin?.write('go\n');
    await says(first, 'released');
    await says(second, 'held');
    await second.kill();

    const lock = await acquireWriterLock(home);
    await lock.release();
    await lock.release();
    expect(await readWriter(home)).toBeUndefined();
  });

  it('is never held by two of many that want it at once', async () => {
    const home = await temporaryDirectory();
    const children = [1, 2, 3, 4].map(() => startHolder(home));
    const living = new Set(children);
    while (living.size > 0) {
      const holders = () => [...living].filter((child) => child.lines().includes('held'));
      await expect.poll(() => holders().length, patience).toBe(1);
      await expect.poll(() => [...living].every((child) => child.lines().length > 0), patience).toBe(true);
      expect(holders()).toHaveLength(1);
      for (const holder of holders()) {
        await holder.kill();
        living.delete(holder);
      }
    }
  });

  it('says what is wrong with a home it cannot lock', async () => {
    await expect(acquireWriterLock('/dev/null/home')).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });
});
