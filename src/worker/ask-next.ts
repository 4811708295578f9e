import type { Log } from '../log.ts';
import type { Delivery } from '../work-queue/work-queue.port.ts';
import { isRefusal } from './api-failure.ts';
import type { CoordinatorApi } from './coordinator-api.ts';
import { pause } from './retry.ts';
import type { SessionLink } from './session-link.ts';

const waitMs = 25_000;
/** Between questions that were answered at once with nothing, or not at all. */
const againMs = 1_000;

export type AskNextDeps = {
  readonly api: CoordinatorApi;
  readonly link: SessionLink;
  readonly name: string;
  /** Resolves when there is room for one more ticket and no queue delivers them. */
  readonly ready: () => Promise<void>;
  /** Resolves when it was claimed, or will not be. */
  readonly take: (delivery: Delivery) => Promise<void>;
  readonly log: Log;
};

/** Asks for the next assignment until the signal aborts. Ends by itself where the coordinator has no such question. */
export async function askForNext(deps: AskNextDeps, signal: AbortSignal): Promise<void> {
  const { api, link, name, log } = deps;
  while (!signal.aborted) {
    await deps.ready();
    if (signal.aborted) return;
    const askedAt = performance.now();
    try {
      const { assigned } = await link.as((bearer) => api.next(bearer, name, waitMs, signal));
      if (assigned) await deps.take(assigned);
    } catch (error) {
      if (isRefusal(error, 404)) {
        log.info('the coordinator does not say what is next; work is learnt from heartbeats');
        return;
      }
      if (!signal.aborted) log.debug({ error: String(error) }, 'the next assignment could not be asked for');
    }
    if (performance.now() - askedAt < againMs) await pause(againMs, signal);
  }
}
