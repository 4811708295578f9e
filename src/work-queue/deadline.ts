import { AndonError } from '../errors.ts';
import { meaningOfRefusal } from './refusal.ts';

/**
 * Runs one call to Redis. Rejects with `REDIS_UNAVAILABLE` within `callMs` when the server is away, refuses or
 * stays silent; what it had already sent may still happen, which every caller has to be idempotent against.
 */
export async function withinDeadline<T>(
  callMs: number,
  call: (expired: AbortSignal) => Promise<T>,
): Promise<T> {
  const expiry = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      expiry.abort();
      reject(new Error(`no answer within ${callMs} ms`));
    }, callMs);
  });
  try {
    return await Promise.race([call(expiry.signal), deadline]);
  } catch (error) {
    if (error instanceof AndonError) throw error;
    throw new AndonError(
      'REDIS_UNAVAILABLE',
      `Redis cannot be used now (${meaningOfRefusal(error)}); the call may be made again.`,
      {},
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Closes what may hang while Redis is away: after `closeMs` `force` is called and nobody waits any longer. */
export async function closeInTime(
  closeMs: number,
  close: () => Promise<unknown>,
  force: () => unknown,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, closeMs, 'late');
  });
  const closed = close().catch(() => 'failed');
  const outcome = await Promise.race([closed, deadline]);
  clearTimeout(timer);
  if (outcome === 'late' || outcome === 'failed') force();
}
