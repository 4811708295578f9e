import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Driver, DriverOutcome } from '../../src/worker/driver.port.ts';
import {
  honestDriver,
  type ListeningLine,
  listeningLine,
  scriptedDriver,
  startWorker,
} from './worker-line.ts';

/** Waits as long as a busy machine may need. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 });

describe('a worker', () => {
  let line: ListeningLine;
  let closers: (() => unknown)[] = [];
  beforeEach(async () => {
    line = await listeningLine();
    closers = [() => line.close()];
  });
  afterEach(async () => {
    for (const close of closers.reverse()) await close();
  });

  const start = (name: string, driver: Driver, more: Parameters<typeof startWorker>[3] = {}) => {
    const worker = startWorker(line, name, driver, more);
    closers.push(() => worker.stop());
    return worker;
  };
  const ticketState = (id: string) => line.coordinator.ticket(id)?.state;
  const context = (id: string) => line.coordinator.ticket(id)?.context;
  const workspacesOf = (name: string) => {
    const directory = join(line.directory, 'workers', name, 'workspaces');
    return existsSync(directory) ? readdirSync(directory) : [];
  };

  /** A driver that waits until it is let go or stopped. */
  const patientDriver = () => {
    const seen = { started: 0, stopped: 0 };
    let letGo: () => void = () => undefined;
    const going = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const driver = scriptedDriver(async (run) => {
      seen.started += 1;
      const stopped = new Promise<'stopped'>((resolve) => {
        run.signal.addEventListener('abort', () => resolve('stopped'), { once: true });
      });
      if ((await Promise.race([going, stopped])) !== 'stopped') return honestDriver.run(run);
      seen.stopped += 1;
      return { type: 'failed', class: 'work', reason: 'stopped' };
    });
    return { seen, driver, letGo };
  };

  it('takes what its beat tells it, does it, hands it in and tidies up', async () => {
    start('ada', honestDriver);
    const ticket = await line.openBuild();
    await eventually(() => ticketState(ticket)).toBe('submitted');
    const commit = context(ticket)?.commit ?? '';
    expect(await line.repositories.file('s1', commit, 'BUILD/src/main.mjs')).toBe('export {};\n');
    await eventually(() => workspacesOf('ada')).toEqual([]);
    expect(line.signals.latest('s1').progress).toMatchObject({ percent: 50 });
  });

  it('takes what its queue delivers', async () => {
    let deliver: (delivery: { ticket: string; token: number }) => void = () => undefined;
    let closed = 0;
    start('ada', honestDriver, {
      async consume(delivery, take) {
        expect(delivery.queue).toBe('session-ada');
        deliver = take;
        return {
          async close() {
            closed += 1;
          },
        };
      },
    });
    const ticket = await line.openBuild();
    await eventually(() => context(ticket)?.holder).toBe('ada');
    deliver({ ticket, token: 1 });
    deliver({ ticket, token: 1 });
    await eventually(() => ticketState(ticket)).toBe('submitted');
    await closers.pop()?.();
    expect(closed).toBe(1);
  });

  it.each<[string, DriverOutcome, object]>([
    ['cannot', { type: 'cannot', clauses: ['GET /graph'] }, { excluded: ['ada'], failures: 0 }],
    ['failed work', { type: 'failed', class: 'work', reason: 'it broke' }, { failures: 1 }],
  ])('says so when its driver ends with %s, and keeps the workspace', async (_name, outcome, expected) => {
    let runs = 0;
    start(
      'ada',
      scriptedDriver(async ({ signal }) => {
        runs += 1;
        if (runs > 1)
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        return outcome;
      }),
    );
    const ticket = await line.openBuild();
    await eventually(() => context(ticket)).toMatchObject(expected);
    expect(workspacesOf('ada').length).toBeGreaterThan(0);
  });

  it('says a contradiction', async () => {
    start(
      'ada',
      scriptedDriver(async () => ({ type: 'contradiction', clauses: ['a', 'not a'] })),
    );
    const ticket = await line.openBuild();
    await eventually(() => ticketState(ticket)).toBe('contradicted');
  });

  it('counts a driver that throws as failed work', async () => {
    start(
      'ada',
      scriptedDriver(async () => {
        throw new Error('oops');
      }),
    );
    const ticket = await line.openBuild();
    await eventually(() => context(ticket)?.feedback.join()).toContain('oops');
  });

  it('stops its driver when the ticket is over', async () => {
    const { seen, driver } = patientDriver();
    start('ada', driver);
    const ticket = await line.openBuild();
    await eventually(() => seen.started).toBe(1);
    expect(workspacesOf('ada')).not.toEqual([]);
    await line.coordinator.receive(`ticket/${ticket}`, { type: 'TicketCancelled', reason: 'a newer spec' });
    await eventually(() => seen.stopped).toBe(1);
    await eventually(() => workspacesOf('ada')).toEqual([]);
  });

  it('drops what failed work left once it is old, while it runs, and nothing it works on', async () => {
    const { seen, driver } = patientDriver();
    let failed = 0;
    const first = scriptedDriver(async (run) => {
      if (failed > 0) return driver.run(run);
      failed += 1;
      return { type: 'failed', class: 'work', reason: 'it would not compile' };
    });
    start('ada', first, { keepFailedMs: 0, tidyEveryMs: 0 });
    const ticket = await line.openBuild();
    await eventually(() => seen.started).toBe(1);
    const inHand = `${encodeURIComponent(ticket)}-${context(ticket)?.token}`;
    await eventually(() => workspacesOf('ada').filter((name) => !name.startsWith(inHand))).toEqual([]);
    expect(failed).toBe(1);
    expect(workspacesOf('ada')).toContain(inHand);
  });

  it('gives back what runs and leaves when it is stopped', async () => {
    const { seen, driver } = patientDriver();
    const worker = start('ada', driver);
    const ticket = await line.openBuild();
    await eventually(() => seen.started).toBe(1);
    await worker.stop();
    expect(seen.stopped).toBe(1);
    expect(ticketState(ticket)).toBe('open');
    expect(line.coordinator.session('ada')?.state).toBe('gone');
  });

  it('finishes what runs when it is given the time', async () => {
    const { seen, driver, letGo } = patientDriver();
    const worker = start('ada', driver, { finishMs: 30_000 });
    const ticket = await line.openBuild();
    await eventually(() => seen.started).toBe(1);
    const stopped = worker.stop();
    letGo();
    await stopped;
    expect(ticketState(ticket)).toBe('submitted');
  });

  it('finishes while the coordinator is away and hands in when it is back', async () => {
    const { seen, driver, letGo } = patientDriver();
    start('ada', driver);
    const ticket = await line.openBuild();
    await eventually(() => seen.started).toBe(1);
    const { same, directory } = line;
    await line.app.close();
    line.sweeper.stop();
    await line.coordinator.close();
    letGo();
    await eventually(() => readdirSync(join(directory, 'workers', 'ada', 'pending'))).toHaveLength(1);
    const former = line;
    line = await listeningLine(same);
    closers.unshift(() => former.close());
    await eventually(() => ticketState(ticket)).toBe('submitted');
    expect(context(ticket)).toMatchObject({ token: 1, holder: 'ada' });
  });

  it('hands in after its own restart what it could not hand in before', async () => {
    const { seen, driver, letGo } = patientDriver();
    const first = start('ada', driver);
    const ticket = await line.openBuild();
    await eventually(() => seen.started).toBe(1);
    const { same, directory } = line;
    await line.app.close();
    line.sweeper.stop();
    await line.coordinator.close();
    letGo();
    await eventually(() => readdirSync(join(directory, 'workers', 'ada', 'pending'))).toHaveLength(1);
    await first.stop();
    const former = line;
    line = await listeningLine(same);
    closers.unshift(() => former.close());
    start('ada', honestDriver);
    await eventually(() => ticketState(ticket)).toBe('submitted');
    expect(context(ticket)?.token).toBe(1);
    expect(seen.started).toBe(1);
  });

  it('registers again when the coordinator does not know it any more', async () => {
    start('ada', honestDriver);
    await eventually(() => line.coordinator.session('ada')?.state).toBe('active');
    await line.sessions.leave('ada', 'forgotten');
    await eventually(() => line.coordinator.session('ada')?.state).toBe('active');
    const ticket = await line.openBuild();
    await eventually(() => ticketState(ticket)).toBe('submitted');
  });

  it('does not start with a key that is refused', async () => {
    const { done } = startWorker(line, 'ada', honestDriver, { workerToken: () => 'wrong' });
    await expect(done).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  it('killed in mid-ticket loses it, and another does the work', async () => {
    const entry = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
    const args = ['--import', 'tsx', entry, line.url, line.keys.worker, line.directory, 'ada'];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    closers.push(() => child.kill('SIGKILL') && gone);
    await eventually(() => line.coordinator.session('ada')?.state).toBe('active');
    const ticket = await line.openBuild();
    await eventually(() => existsSync(join(line.directory, 'working'))).toBe(true);
    expect(context(ticket)).toMatchObject({ holder: 'ada', started: true, token: 1 });
    child.kill('SIGKILL');
    await gone;
    start('bea', honestDriver);
    await eventually(() => ticketState(ticket)).toBe('submitted');
    expect(context(ticket)).toMatchObject({ holder: 'bea', token: 2 });
    expect(line.coordinator.session('ada')?.state).toBe('silent');
  });
});
