import { setTimeout as wait } from 'node:timers/promises';
import { isPassing } from './api-failure.ts';

const firstMs = 200;
const longestMs = 5_000;

/** Resolves after `ms`, or at once when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}

/**
 * Calls until it is answered: what may pass is tried again, slower each time and at most 5 s apart with jitter. Rejects
 * with a refusal at once, and with the last failure when the signal aborts.
 */
export async function untilAnswered<T>(
  call: () => Promise<T>,
  signal: AbortSignal,
  onTrouble: (error: unknown) => void = () => undefined,
): Promise<T> {
  for (let delay = firstMs; ; delay = Math.min(delay * 2, longestMs)) {
    try {
      return await call();
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      onTrouble(error);
    }
    await pause(delay * (0.5 + Math.random() / 2), signal);
  }
}
