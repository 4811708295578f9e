import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { fullDisk } from './disk-room.ts';
import type { Driver, DriverEvents, DriverOutcome, DriverRun } from './driver.port.ts';
import { pause } from './retry.ts';
import { createStallWatch, type StallLimits } from './stall-watch.ts';
import { workspaceDigest } from './workspace-digest.ts';

/** After it was told to end, a driver has so long: its own graces are shorter. Then it is left to itself. */
const endingMs = 30_000;
const longestLookMs = 15_000;
/** An agent that said that it is done has so long to end by itself. */
const afterWordMs = 20_000;

/**
 * Runs a driver until it ends, is told to, or is stuck; then it is told to end, and failed work. Never rejects, and never
 * waits for a driver that does not end: what it says later is not heard. When the agent has said that it is done
 * (`said` resolves with its words), it is not left to hang: it is told to end soon after, and what is there is handed in.
 */
export async function runWatched(
  driver: Driver,
  run: DriverRun,
  limits: StallLimits,
  log: Log,
  said: Promise<string> = new Promise(() => undefined),
): Promise<DriverOutcome> {
  const ending = new AbortController();
  const over = new AbortController();
  const everyMs = Math.min(longestLookMs, Math.max(20, limits.stallMs / 10));
  const watch = createStallWatch(limits, everyMs, performance.now());
  const end = (reason: unknown): void => ending.abort(reason);
  const stop = (): void => end(run.signal.reason);
  if (run.signal.aborted) return { type: 'failed', class: 'work', reason: 'It was stopped before it began' };
  run.signal.addEventListener('abort', stop, { once: true });
  let stalled: string | undefined;

  const lookOn = async (): Promise<void> => {
    while (!over.signal.aborted && !ending.signal.aborted) {
      await pause(everyMs, over.signal);
      if (over.signal.aborted) return;
      const why = watch.look(await workspaceDigest(run.workspace), performance.now());
      if (why === null || ending.signal.aborted) continue;
      stalled = why;
      log.warn({ why }, 'the run is stuck');
      end(new Error(why));
    }
  };

  const driven = drive(driver, {
    ...run,
    events: heard(run.events, watch, over.signal),
    signal: ending.signal,
  });
  const left = new Promise<void>((resolve) => {
    ending.signal.addEventListener('abort', () => resolve(pause(endingMs, over.signal)), { once: true });
  }).then(
    (): DriverOutcome => ({ type: 'failed', class: 'work', reason: 'The driver did not end when told to' }),
  );
  void lookOn();
  let finished: string | undefined;
  void said.then(async (summary) => {
    await pause(Math.min(afterWordMs, limits.stallMs / 10), over.signal);
    if (over.signal.aborted || ending.signal.aborted) return;
    finished = summary;
    end(new Error('it said that it is done'));
  });
  const outcome = await Promise.race([driven, left]);
  over.abort();
  run.signal.removeEventListener('abort', stop);
  if (finished !== undefined) return { type: 'submitted', summary: finished };
  if (stalled !== undefined) return { type: 'failed', class: 'work', reason: `${stalled}. It was stopped.` };
  return outcome;
}

async function drive(driver: Driver, run: DriverRun): Promise<DriverOutcome> {
  try {
    const outcome = await driver.run(run);
    if (outcome.type !== 'failed' || outcome.class !== 'work') return outcome;
    const full = await fullDisk(run.workspace);
    return full === undefined ? outcome : { type: 'failed', class: 'environment', reason: full };
  } catch (error) {
    const full = await fullDisk(run.workspace, error);
    if (full !== undefined) return { type: 'failed', class: 'environment', reason: full };
    return { type: 'failed', class: 'work', reason: `the driver broke: ${messageOf(error)}` };
  }
}

function heard(
  events: DriverEvents,
  watch: ReturnType<typeof createStallWatch>,
  over: AbortSignal,
): DriverEvents {
  const now = (): number => performance.now();
  return {
    progress(percent, text) {
      if (over.aborted) return;
      watch.output(now());
      events.progress(percent, text);
    },
    log(line) {
      if (over.aborted) return;
      watch.output(now());
      events.log(line);
    },
    act(act) {
      if (over.aborted) return;
      watch.act(act, now());
      events.act(act);
    },
    usage(usage) {
      if (!over.aborted) events.usage(usage);
    },
    resumable(session) {
      if (!over.aborted) events.resumable(session);
    },
    async ask(question, options, signal) {
      watch.asks(true, now());
      try {
        return await events.ask(question, options, AbortSignal.any([signal, over]));
      } finally {
        watch.asks(false, now());
      }
    },
  };
}
