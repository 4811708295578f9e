import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { selectRows } from '../../src/store/select-rows.ts';
import { Line } from '../e2e/support/line.ts';
import { hasEnded, isRunning } from '../e2e/support/processes.ts';
import { until } from '../e2e/support/until.ts';

function open(): Line {
  const line = new Line();
  onTestFinished(async () => {
    expect(await line.close()).toEqual([]);
  });
  return line;
}

/** What the database says of its own wholeness, and the numbers of its events. */
function journal(line: Line): { sound: unknown; seqs: number[] } {
  const database = new Database(join(line.home, 'andon.db'), { readonly: true });
  const sound = selectRows(database.prepare('PRAGMA integrity_check'));
  const rows = selectRows<{ seq: number }>(database.prepare('SELECT seq FROM events ORDER BY seq'));
  database.close();
  return { sound, seqs: rows.map(({ seq }) => seq) };
}

function expectOneHistory(line: Line): void {
  const { sound, seqs } = journal(line);
  expect(sound).toEqual([{ integrity_check: 'ok' }]);
  expect(seqs).toEqual(seqs.map((_, at) => at + 1));
}

describe('two coordinators on one home', { timeout: 120_000 }, () => {
  it('are a writer and its standby, by whatever path; one that is only stopped keeps the home and goes on', async () => {
    const line = open();
    const first = await line.up();
    await line.worker('bob');
    line.saveSpec('before');
    await line.shipped('before');

    const home = line.env.ANDON_HOME ?? '';
    symlinkSync(home, join(line.directory, 'another-way'));
    line.env.ANDON_HOME = join(line.directory, 'another-way');
    first.child.kill('SIGSTOP');
    const second = line.launch('up');
    await until('the second waits', () => second.said().includes(`process ${first.pid}`));
    line.saveSpec('meanwhile');
    first.child.kill('SIGCONT');
    await line.shipped('meanwhile');
    expect(line.coordinatorPid()).toBe(first.pid);
    expect(second.said()).not.toContain('Board');

    first.child.kill('SIGTERM');
    await line.until('the second writes', () => line.coordinatorPid() === second.pid);
    line.saveSpec('after');
    await line.shipped('after');
    expectOneHistory(line);
  });

  it('never both write, even where somebody removed the lock: the older ends at once and takes nothing with it', async () => {
    const line = open();
    const first = await line.up();
    await line.worker('bob');
    line.saveSpec('served');
    await line.shipped('served');
    const serving = await line.serving('served');

    first.child.kill('SIGSTOP');
    rmSync(join(line.home, 'writer.lock'));
    line.env.ANDON_PORT = '0';
    line.env.ANDON_GATEWAY_PORT = '0';
    const second = await line.up();
    await line.worker('eve');
    line.saveSpec('after');
    first.child.kill('SIGCONT');
    expect(await first.ended).toBe(1);
    expect(first.said()).toContain('taken over');

    await line.shipped('after');
    expect(hasEnded(second)).toBe(false);
    expect(isRunning(serving.pid)).toBe(true);
    expect((await line.call('served')).status).toBe(200);
    expectOneHistory(line);
  });

  it('are two writers where the home was copied, and the copy leaves alone what runs for the other', async () => {
    const line = open();
    const first = await line.up();
    await line.worker('bob');
    line.saveSpec('served');
    await line.shipped('served');
    const serving = await line.serving('served');
    const redis = line.redisPid();

    const copy = join(line.directory, 'copy');
    first.child.kill('SIGSTOP');
    cpSync(line.home, copy, { recursive: true, filter: (from) => !from.endsWith('.sock') });
    first.child.kill('SIGCONT');
    rmSync(join(copy, 'run.json'));
    mkdirSync(join(line.directory, 'other-services'));
    const env = { ...line.env };
    Object.assign(line.env, {
      ...{ ANDON_HOME: copy, ANDON_SERVICES: join(line.directory, 'other-services') },
      ...{ ANDON_PORT: '0', ANDON_GATEWAY_PORT: '0' },
    });
    const second = line.launch('up');
    await until('the copy runs', () => second.said().includes('Board'), {
      withinMs: 40_000,
      explain: async () => second.said(),
    });
    Object.assign(line.env, env);
    expect(line.redisPid()).toBe(redis);
    expect(isRunning(redis)).toBe(true);
    expect(await second.stop()).toBe(0);
    expect(isRunning(serving.pid)).toBe(true);
    expect(isRunning(redis)).toBe(true);
    line.saveSpec('after');
    await line.shipped('after');
    expect(await line.count('served', 'HealthFailed')).toBe(0);
  });
});
