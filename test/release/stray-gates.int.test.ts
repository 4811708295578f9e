import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endStrayGates, ticksNow } from '../../src/release/stray-processes.ts';
import { isRunning } from '../e2e/support/processes.ts';

describe('what the gates of a killed coordinator left running', () => {
  let home: string;
  const started: number[] = [];
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'andon-gates-'));
  });
  afterEach(() => {
    for (const pid of started.splice(0)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended as it should.
      }
    }
    rmSync(home, { recursive: true });
  });

  /** A process of its own group, as a sandbox is, that works on this data. */
  const running = async (dataDir: string): Promise<number> => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      detached: true,
      stdio: 'ignore',
      env: { DATA_DIR: dataDir },
    });
    const { pid } = child;
    if (pid === undefined) throw new Error('it did not start');
    started.push(pid);
    await expect.poll(() => isRunning(pid)).toBe(true);
    return pid;
  };

  it('is ended; what works on other data, and what was started since, goes on', async () => {
    const rooms = join(home, 'verify');
    const left = await running(join(rooms, 'v-1-abc', 'data'));
    const service = await running(join(home, 'data', 's1'));
    await expect.poll(() => ticksNow() ?? 0).toBeGreaterThan(0);
    const born = (ticksNow() ?? 0) + 1;
    await expect.poll(() => ticksNow() ?? 0).toBeGreaterThan(born);
    const own = await running(join(rooms, 'v-2-abc', 'data'));
    await endStrayGates(rooms, born);
    await expect.poll(() => isRunning(left)).toBe(false);
    expect([isRunning(service), isRunning(own)]).toEqual([true, true]);
  });
});
