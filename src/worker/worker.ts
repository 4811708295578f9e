import { join } from 'node:path';
import { defaultLimits } from '../../machines/policy/limits.ts';
import type { HeartbeatResponse, RegisterResponse } from '../contracts/sessions.ts';
import { AndonError, messageOf } from '../errors.ts';
import type { Delivery, DeliveryConsumer } from '../work-queue/work-queue.port.ts';
import { askForNext } from './ask-next.ts';
import { createCoordinatorApi } from './coordinator-api.ts';
import { dropOldWorkspaces } from './drop-old-workspaces.ts';
import { createKeptRuns } from './kept-runs.ts';
import { createKeptSession } from './kept-session.ts';
import { createPendingSubmissions } from './pending-submissions.ts';
import { createProbing } from './probing.ts';
import { pause } from './retry.ts';
import { createSessionLink } from './session-link.ts';
import { takeUp } from './take-up.ts';
import { startTicketRun, type TicketRun, workspaceName } from './ticket-run.ts';
import type { WorkerOptions } from './worker-options.ts';

/** How often what failed work left behind is looked through for what is old. */
const tidyEveryMs = 60 * 60_000;
const keepFailed = { count: 20, bytes: 2 * 1024 ** 3 };
/** How long registering waits for what a first look finds; the beats tell it later. */
const firstProbeMs = 30_000;
/** After a stop was asked for, how long the farewell to the coordinator and to Redis may take. */
const farewellMs = 5_000;

/**
 * Works as one session until `signal` aborts, then finishes or gives back what runs, and leaves. Rejects only when the
 * first registration is refused, or a later one with `FORBIDDEN`; any other trouble is waited out.
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { log, signal, name } = options;
  const api = createCoordinatorApi(options.url);
  const directory = join(options.workDir, name);
  const session = createKeptSession(directory);
  const kept = createKeptRuns(join(directory, 'runs'));
  const pending = createPendingSubmissions(join(directory, 'pending'));
  const places = join(directory, 'workspaces');
  const handing = { api, pending, workspaces: options.workspaces, log };
  const lifetime = new AbortController();
  const ending = new AbortController();
  const runs = new Map<string, TicketRun>();
  const probing = createProbing(options);
  /** The name may not register any more: it was kicked. */
  let unwanted: AndonError | undefined;
  let consumer: { key: string; opened: Promise<DeliveryConsumer | undefined> } | undefined;

  const start = (delivery: Delivery, resume?: string): void => {
    const run = startTicketRun(
      {
        ...handing,
        ...{ link, kept, driver: options.driver, account: options.account, url: options.url },
        stall: options.stall ?? defaultLimits,
        directory: places,
        lifetime: lifetime.signal,
      },
      delivery,
      resume,
    );
    runs.set(delivery.ticket, run);
    void run.done.then(() => runs.delete(delivery.ticket));
  };

  const take = ({ ticket, token }: Delivery): void => {
    if (signal.aborted) return;
    const running = runs.get(ticket);
    // An older holding of the ticket stops first; the next heartbeat names the assignment again.
    if (running && running.token < token) running.stop('assigned again', false);
    if (running || runs.size >= options.slots) return;
    start({ ticket, token });
  };

  const listen = ({ delivery }: RegisterResponse): void => {
    const { consume } = options;
    const key = JSON.stringify(delivery);
    if (!consume || consumer?.key === key) return;
    void consumer?.opened.then((open) => open?.close());
    const opened = consume(delivery, take).catch((error: unknown) => {
      log.info({ error: messageOf(error) }, 'there is no queue to be had; work is asked for over HTTP');
      return undefined;
    });
    consumer = { key, opened };
  };

  const link = createSessionLink(options, {
    ...{ api, kept: session, onRegistered: listen },
    unavailable: probing.latest,
  });

  const heed = ({ over, waiting, answers, done }: HeartbeatResponse): void => {
    for (const { ticket, token, reason } of over) {
      const run = runs.get(ticket);
      if (run?.token === token) run.stop(reason, false);
    }
    for (const run of runs.values()) run.hear(answers);
    for (const { ticket, token, summary } of done ?? []) {
      const run = runs.get(ticket);
      if (run?.token === token) run.finish(summary);
    }
    for (const delivery of waiting) take(delivery);
  };

  const beat = async (): Promise<void> => {
    const held = [...runs.values()].filter((run) => run.holds());
    const leases = held.map(({ ticket, token }) => ({ ticket, token }));
    const usage = held.flatMap((run) => {
      const used = run.usage();
      return used ? [{ ticket: run.ticket, token: run.token, usage: used }] : [];
    });
    const unavailable = probing.latest();
    const request = { leases, usage, ...(unavailable ? { unavailable: [...unavailable] } : {}) };
    try {
      heed(await link.as((bearer) => api.heartbeat(bearer, name, request)));
    } catch (error) {
      if (error instanceof AndonError && error.code === 'FORBIDDEN') unwanted ??= error;
      log.warn({ error: messageOf(error) }, 'the heartbeat was not heard');
    }
  };

  const tidy = (): Promise<void> =>
    dropOldWorkspaces(
      places,
      {
        before: Date.now() - (options.keepFailedMs ?? defaultLimits.failedWorkspacesKeptMs),
        ...(options.keepFailed ?? keepFailed),
      },
      [...runs.values()].map(workspaceName),
    ).catch((error: unknown) => log.warn({ error: messageOf(error) }, 'old workspaces could not be removed'));

  const taking = AbortSignal.any([signal, ending.signal]);
  const hasRoom = async (): Promise<void> => {
    while (!taking.aborted && (await consumer?.opened)) await pause(link.registration().beatMs, taking);
    while (!taking.aborted && runs.size >= options.slots) {
      await Promise.race([...[...runs.values()].map((run) => run.done), aborted(taking)]);
    }
  };

  await within(firstProbeMs, probing.look());
  await takeUp({
    ...{ ...handing, link, session, signal, runs: kept },
    placeOf: (workspace) => join(places, workspace),
    resume: (run, agentSession) => start(run, agentSession),
  });
  if (signal.aborted && !link.isOpen()) return;
  await tidy();
  let tidiedAt = performance.now();
  const asking = askForNext(
    {
      ...{ api, link, name, log },
      ready: hasRoom,
      async take(delivery) {
        take(delivery);
        await runs.get(delivery.ticket)?.begun;
      },
    },
    taking,
  );

  while (!signal.aborted) {
    await beat();
    if (unwanted) break;
    void probing.look();
    if (performance.now() - tidiedAt > (options.tidyEveryMs ?? tidyEveryMs)) {
      tidiedAt = performance.now();
      await tidy();
    }
    await pause(link.registration().beatMs, signal);
  }

  ending.abort();
  await stop();
  await within(farewellMs, asking);
  if (unwanted) throw unwanted;

  async function stop(): Promise<void> {
    log.info({ running: runs.size }, 'stopping');
    const opened = await within(farewellMs, consumer?.opened ?? Promise.resolve(undefined));
    await within(farewellMs, opened?.close() ?? Promise.resolve());
    const finishes = options.finishMs && runs.size > 0 && !unwanted && !options.hurry?.aborted;
    if (finishes) await finishRunning(options.finishMs ?? 0);
    for (const run of runs.values()) run.stop('the worker stops', true);
    await within(farewellMs, settled());
    lifetime.abort(new Error('the worker stops'));
    await within(farewellMs, settled());
    await within(
      farewellMs,
      api.leave(link.registration().token, name).catch(() => undefined),
    );
  }

  async function finishRunning(deadlineMs: number): Promise<void> {
    const ended = new AbortController();
    const { hurry } = options;
    // What came while the stop was asked for goes back at once, and nothing more comes.
    await within(
      farewellMs,
      link
        .as((bearer) => api.drain(bearer, name))
        .catch((error: unknown) =>
          log.debug({ error: messageOf(error) }, 'the coordinator was not told that nothing more is taken'),
        ),
    );
    const beats = async (): Promise<void> => {
      for (; !ended.signal.aborted; await pause(link.registration().beatMs, ended.signal)) await beat();
    };
    const beating = beats();
    await within(deadlineMs, Promise.race([settled(), ...(hurry ? [aborted(hurry)] : [])]));
    ended.abort();
    await beating;
  }

  function settled(): Promise<unknown> {
    return Promise.all([...runs.values()].map((run) => run.done));
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** The promise, or undefined when it takes longer than `ms`: nothing that hangs may hold a stop up. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const late = new AbortController();
  try {
    return await Promise.race([promise, pause(ms, late.signal).then(() => undefined)]);
  } finally {
    late.abort();
  }
}
