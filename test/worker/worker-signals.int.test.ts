import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ticketEvent } from '../../machines/ticket/ticket.events.ts';
import type { Driver, DriverRun } from '../../src/worker/driver.port.ts';
import {
  honestDriver,
  type ListeningLine,
  listeningLine,
  scriptedDriver,
  startWorker,
} from './worker-line.ts';

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 });
const untilStopped = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

describe('a worker', () => {
  let line: ListeningLine;
  let closers: (() => unknown)[] = [];
  const open = async (...given: Parameters<typeof listeningLine>) => {
    line = await listeningLine(...given);
    closers.push(() => line.close());
  };
  beforeEach(() => {
    closers = [];
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
  const eventsOf = (ticket: string) =>
    line.store
      .events({ stream: `ticket/${ticket}`, limit: 500 })
      .flatMap(({ event }) => ticketEvent.safeParse(event).data ?? []);

  it('tells what its work has used, the last of it before the work is handed in', async () => {
    await open();
    start(
      'ada',
      scriptedDriver(async (run) => {
        run.events.usage({ usd: 0.25, tokens: 1_000, ms: 5 });
        run.events.usage({ usd: 0.5, tokens: 2_500, ms: 9 });
        return honestDriver.run(run);
      }),
    );
    const ticket = await line.openBuild();
    await eventually(() => ticketState(ticket)).toBe('submitted');
    const told = eventsOf(ticket).filter(({ type }) => type === 'UsageReported');
    expect(told.at(-1)).toMatchObject({ usage: { usd: 0.5, tokens: 2_500 } });
  });

  it('puts a question to people and hands its driver their answer', async () => {
    await open();
    let answer: string | undefined;
    start(
      'ada',
      scriptedDriver(async (run) => {
        answer = await run.events.ask('Which colour?', ['red', 'blue'], run.signal);
        return honestDriver.run(run);
      }),
    );
    const ticket = await line.openBuild();
    await eventually(() => eventsOf(ticket).find(({ type }) => type === 'QuestionAsked')).toBeDefined();
    const asked = eventsOf(ticket).find((event) => event.type === 'QuestionAsked');
    expect(asked).toMatchObject({ text: 'Which colour?', options: ['red', 'blue'] });
    await line.sessions.answer(asked?.type === 'QuestionAsked' ? asked.question : '', 'blue', 'operator');
    await eventually(() => ticketState(ticket)).toBe('submitted');
    expect(answer).toBe('blue');
  });

  it('shows what its agent does, in the log and on the card', async () => {
    await open();
    let go: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      go = resolve;
    });
    start(
      'ada',
      scriptedDriver(async (run) => {
        run.events.progress(40, 'begins');
        run.events.act({ kind: 'tool', fingerprint: 'a', text: 'runs npm test' });
        run.events.act({ kind: 'thought', fingerprint: 'b', text: 'is unsure' });
        await gone;
        return honestDriver.run(run);
      }),
    );
    await line.openBuild();
    const shown = () => line.signals.latest('s1');
    await eventually(() => shown().progress).toMatchObject({ percent: 40, text: 'runs npm test' });
    await eventually(() => line.logs.lines('s1').map((entry) => entry.line)).toContain('runs npm test');
    expect(line.logs.lines('s1').map((entry) => entry.line)).not.toContain('is unsure');
    go();
  });

  it('stops an agent that is stuck, and counts it as failed work with the sentence', async () => {
    await open();
    let runs = 0;
    let stopped = 0;
    start(
      'ada',
      scriptedDriver(async (run) => {
        runs += 1;
        if (runs > 1) return honestDriver.run(run);
        run.events.act({ kind: 'tool', fingerprint: 'a', text: 'reads a file' });
        await untilStopped(run.signal);
        stopped += 1;
        return { type: 'submitted', summary: 'nothing' };
      }),
      { stall: { stallMs: 300, stallRepeats: 25 } },
    );
    const ticket = await line.openBuild();
    await eventually(() => line.coordinator.ticket(ticket)?.context.feedback.join()).toContain(
      'nothing changed in its workspace',
    );
    expect(stopped).toBe(1);
    await eventually(() => ticketState(ticket)).toBe('submitted');
    expect(line.coordinator.ticket(ticket)?.context).toMatchObject({ failures: 1 });
  });

  it('says whose limit is reached and until when, which counts no attempt', async () => {
    await open();
    const resetsAt = Date.now() + 3_600_000;
    start(
      'ada',
      scriptedDriver(async () => ({
        type: 'failed',
        class: 'provider',
        reason: 'the limit is reached',
        resetsAt,
      })),
      { account: 'claude:me' },
    );
    const ticket = await line.openBuild();
    await eventually(() => eventsOf(ticket).find(({ type }) => type === 'WorkFailed')).toMatchObject({
      class: 'provider',
      account: 'claude:me',
      resetsAt,
    });
    expect(line.coordinator.ticket(ticket)?.context).toMatchObject({ failures: 0 });
  });

  it('is given work at once where no queue delivers it and no beat is due', async () => {
    await open(undefined, { leaseBeatMs: 60_000, leaseExpiryMs: 200_000 });
    start('ada', honestDriver);
    await eventually(() => line.coordinator.session('ada')?.state).toBe('active');
    const first = await line.openBuild('one');
    await eventually(() => ticketState(first)).toBe('submitted');
    const second = await line.openBuild('two');
    await eventually(() => ticketState(second)).toBe('submitted');
  });

  it('says what it cannot do when it is started, and when that has changed', async () => {
    await open();
    let missing = [{ capability: 'builder', reason: 'nobody is logged in' }];
    start('ada', honestDriver, { probe: async () => missing, probeEveryMs: 0 });
    const ticket = await line.openBuild();
    await eventually(() => line.coordinator.session('ada')?.context.unavailable).toMatchObject(missing);
    expect(ticketState(ticket)).toBe('open');
    missing = [];
    await eventually(() => ticketState(ticket)).toBe('submitted');
  });

  it('that is to stop takes nothing new, finishes what it has, and gives it back when told again', async () => {
    await open();
    const hurry = new AbortController();
    let started = 0;
    let stopped = 0;
    const worker = start(
      'ada',
      scriptedDriver(async ({ signal }) => {
        started += 1;
        await untilStopped(signal);
        stopped += 1;
        return { type: 'failed', class: 'work', reason: 'stopped' };
      }),
      { slots: 2, finishMs: 60_000, hurry: hurry.signal },
    );
    const first = await line.openBuild('one');
    await eventually(() => started).toBe(1);
    const gone = worker.stop();
    await eventually(() => line.coordinator.session('ada')?.state).toBe('draining');
    const second = await line.openBuild('two');
    expect(ticketState(second)).toBe('open');
    expect(ticketState(first)).toBe('held');
    hurry.abort();
    await gone;
    expect(stopped).toBe(1);
    expect(ticketState(first)).toBe('open');
    expect(line.coordinator.ticket(first)?.context.history.at(-1)).toMatchObject({ outcome: 'released' });
  });

  it('that was kicked ends', async () => {
    await open();
    const { done } = startWorker(line, 'ada', honestDriver);
    await eventually(() => line.coordinator.session('ada')?.state).toBe('active');
    await line.sessions.kick('ada', 'not any more');
    await expect(done).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  describe('that was killed and is started again', () => {
    const killed = async (session: string) => {
      const entry = fileURLToPath(new URL('./resuming-process.ts', import.meta.url));
      const args = ['--import', 'tsx', entry, line.url, line.keys.worker, line.directory, 'ada', session];
      const child = spawn(process.execPath, args, { stdio: 'ignore' });
      const gone = new Promise((resolve) => child.once('exit', resolve));
      closers.push(() => child.kill('SIGKILL') && gone);
      const ticket = await line.openBuild();
      await eventually(() => existsSync(join(line.directory, 'working'))).toBe(true);
      child.kill('SIGKILL');
      await gone;
      return ticket;
    };
    const recording = (seen: DriverRun[]) =>
      scriptedDriver(async (run) => {
        seen.push(run);
        return honestDriver.run(run);
      });

    it('goes on where its agent can take its session up again', async () => {
      await open(undefined, { leaseExpiryMs: 20_000 });
      const ticket = await killed('agent-7');
      const seen: DriverRun[] = [];
      start('ada', recording(seen));
      await eventually(() => ticketState(ticket)).toBe('submitted');
      expect(seen.map(({ resume }) => resume)).toEqual(['agent-7']);
      const context = line.coordinator.ticket(ticket)?.context;
      expect(context).toMatchObject({ token: 1, holder: 'ada' });
      const commit = context?.commit ?? '';
      expect(await line.repositories.file('s1', commit, 'BUILD/begun.txt')).toBe('of the first run\n');
    });

    it('gives back what its agent cannot take up again, and begins afresh', async () => {
      await open(undefined, { leaseExpiryMs: 20_000 });
      const ticket = await killed('');
      const seen: DriverRun[] = [];
      start('ada', recording(seen));
      await eventually(() => ticketState(ticket)).toBe('submitted');
      expect(seen.map(({ resume }) => resume)).toEqual([undefined]);
      const context = line.coordinator.ticket(ticket)?.context;
      expect(context).toMatchObject({ token: 2, failures: 0 });
      expect(context?.history).toMatchObject([{ outcome: 'released' }]);
      const commit = context?.commit ?? '';
      expect(await line.repositories.file('s1', commit, 'BUILD/begun.txt')).toBeUndefined();
    });

    it('drops what was given to another meanwhile', async () => {
      await open();
      const ticket = await killed('agent-7');
      await eventually(() => ticketState(ticket)).toBe('open');
      const seen: DriverRun[] = [];
      start('ada', recording(seen));
      await eventually(() => ticketState(ticket)).toBe('submitted');
      expect(seen.map(({ resume }) => resume)).toEqual([undefined]);
      expect(line.coordinator.ticket(ticket)?.context.token).toBe(2);
    });
  });

  it('leaves what its agent wrote outside BUILD behind, and says so', async () => {
    await open();
    start(
      'ada',
      scriptedDriver(async (run) => {
        writeFileSync(join(run.workspace, '.chat.history.md'), 'x');
        writeFileSync(join(run.workspace, 'SPEC.md'), `${readFileSync(join(run.workspace, 'SPEC.md'))}more`);
        return honestDriver.run(run);
      }),
    );
    const ticket = await line.openBuild();
    await eventually(() => ticketState(ticket)).toBe('submitted');
    const commit = line.coordinator.ticket(ticket)?.context.commit ?? '';
    const paths = (await line.repositories.list('s1', commit)).map(({ path }) => path);
    expect(paths).toEqual(['BUILD/src/main.mjs', 'SPEC.md']);
    const said = line.logs.lines('s1').map((entry) => entry.line);
    expect(said.join('\n')).toMatch(/Left out of what is handed in.*SPEC\.md, \.chat\.history\.md/);
  });
});
