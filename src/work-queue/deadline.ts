import { AndonError, messageOf } from '../errors.ts';

/** Within how long a producer's call succeeds or fails, milliseconds. */
const CALL_MS = 1_900;
const CLOSE_MS = 5_000;

/**
 * Runs one call to Redis. Rejects with `REDIS_UNAVAILABLE` within two seconds when the server is away, refuses or
 * stays silent; what it had already sent may still happen, which every caller has to be idempotent against.
 */
export async function withinDeadline<T>(call: (expired: AbortSignal) => Promise<T>): Promise<T> {
  const expiry = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      expiry.abort();
      reject(new Error(`no answer within ${CALL_MS} ms`));
    }, CALL_MS);
  });
  try {
    return await Promise.race([call(expiry.signal), deadline]);
  } catch (error) {
    if (error instanceof AndonError) throw error;
    throw new AndonError(
      'REDIS_UNAVAILABLE',
      `Redis cannot be reached (${messageOf(error)}); the call may be made again.`,
      {},
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Closes what may hang while Redis is away: after five seconds `force` is called and nobody waits any longer. */
export async function closeInTime(close: () => Promise<unknown>, force: () => unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, CLOSE_MS, 'late');
  });
  const closed = close().catch(() => 'failed');
  const outcome = await Promise.race([closed, deadline]);
  clearTimeout(timer);
  if (outcome === 'late' || outcome === 'failed') force();
}
