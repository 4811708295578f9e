import { join } from 'node:path';
import { defaultLimits } from '../../machines/policy/limits.ts';
import type { HeartbeatResponse, RegisterResponse } from '../contracts/sessions.ts';
import { messageOf } from '../errors.ts';
import type { Delivery, DeliveryConsumer } from '../work-queue/work-queue.port.ts';
import { createCoordinatorApi } from './coordinator-api.ts';
import { dropOldWorkspaces } from './drop-old-workspaces.ts';
import { handIn } from './hand-in.ts';
import { createKeptSession } from './kept-session.ts';
import { createPendingSubmissions } from './pending-submissions.ts';
import { pause } from './retry.ts';
import { createSessionLink } from './session-link.ts';
import { startTicketRun, type TicketRun, workspaceName } from './ticket-run.ts';
import type { WorkerOptions } from './worker-options.ts';

/** How often what failed work left behind is looked through for what is old. */
const tidyEveryMs = 60 * 60_000;
/** After a stop was asked for, how long the farewell to the coordinator and to Redis may take. */
const farewellMs = 5_000;

/**
 * Works as one session until `signal` aborts, then gives back what runs and leaves. Rejects only when the first
 * registration is refused; any later trouble is waited out.
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { log, signal, name } = options;
  const api = createCoordinatorApi(options.url);
  const directory = join(options.workDir, name);
  const kept = createKeptSession(directory);
  const pending = createPendingSubmissions(join(directory, 'pending'));
  const places = join(directory, 'workspaces');
  const handing = { api, pending, workspaces: options.workspaces, log };
  const lifetime = new AbortController();
  const runs = new Map<string, TicketRun>();
  let consumer: { key: string; opened: Promise<DeliveryConsumer | undefined> } | undefined;

  const take = ({ ticket, token }: Delivery): void => {
    if (signal.aborted) return;
    const running = runs.get(ticket);
    // An older holding of the ticket stops first; the next heartbeat names the assignment again.
    if (running && running.token < token) running.stop('assigned again', false);
    if (running || runs.size >= options.slots) return;
    const run = startTicketRun(
      {
        ...handing,
        link,
        driver: options.driver,
        workspaces: options.workspaces,
        directory: places,
        lifetime: lifetime.signal,
      },
      { ticket, token },
    );
    runs.set(ticket, run);
    void run.done.then(() => runs.delete(ticket));
  };

  const listen = ({ delivery }: RegisterResponse): void => {
    const { consume } = options;
    const key = JSON.stringify(delivery);
    if (!consume || consumer?.key === key) return;
    void consumer?.opened.then((open) => open?.close());
    const opened = consume(delivery, take).catch((error: unknown) => {
      log.warn({ error: messageOf(error) }, 'the queue cannot be opened; work is learnt from heartbeats');
      return undefined;
    });
    consumer = { key, opened };
  };

  const link = createSessionLink(options, api, kept, listen);

  const heed = ({ over, waiting }: HeartbeatResponse): void => {
    for (const { ticket, token, reason } of over) {
      const run = runs.get(ticket);
      if (run?.token === token) run.stop(reason, false);
    }
    for (const delivery of waiting) take(delivery);
  };

  const beat = async (): Promise<void> => {
    const leases = [...runs.values()]
      .filter((run) => run.holds())
      .map(({ ticket, token }) => ({ ticket, token }));
    try {
      heed(await link.as((bearer) => api.heartbeat(bearer, name, { leases })));
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'the heartbeat was not heard');
    }
  };

  /** What a former run of this worker finished and could not hand in. */
  const handInKept = async (as: <T>(call: (bearer: string) => Promise<T>) => Promise<T>): Promise<void> => {
    for (const submission of await pending.all()) {
      await handIn(handing, submission, as, signal);
    }
  };

  const tidy = (): Promise<void> =>
    dropOldWorkspaces(
      places,
      Date.now() - (options.keepFailedMs ?? defaultLimits.failedWorkspacesKeptMs),
      [...runs.values()].map(workspaceName),
    );
  await tidy();
  let tidiedAt = performance.now();
  const former = kept.former();
  // Under the former run's token first: registering ends that run's leases, and its results would come too late.
  if (former) await handInKept((call) => call(former)).catch(() => undefined);
  if (signal.aborted) return;
  await link.open();
  await handInKept((call) => link.as(call)).catch((error: unknown) =>
    log.warn({ error: messageOf(error) }, 'a kept result could not be handed in'),
  );

  while (!signal.aborted) {
    await beat();
    if (performance.now() - tidiedAt > (options.tidyEveryMs ?? tidyEveryMs)) {
      tidiedAt = performance.now();
      await tidy().catch((error: unknown) =>
        log.warn({ error: messageOf(error) }, 'old workspaces could not be removed'),
      );
    }
    await pause(link.registration().beatMs, signal);
  }

  await stop();

  async function stop(): Promise<void> {
    log.info({ running: runs.size }, 'stopping');
    const opened = await within(farewellMs, consumer?.opened ?? Promise.resolve(undefined));
    await within(farewellMs, opened?.close() ?? Promise.resolve());
    if (options.finishMs) await finishRunning(options.finishMs);
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
    const beats = async (): Promise<void> => {
      for (; !ended.signal.aborted; await pause(link.registration().beatMs, ended.signal)) await beat();
    };
    const beating = beats();
    await within(deadlineMs, settled());
    ended.abort();
    await beating;
  }

  function settled(): Promise<unknown> {
    return Promise.all([...runs.values()].map((run) => run.done));
  }
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
