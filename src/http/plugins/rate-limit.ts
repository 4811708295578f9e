import type { FastifyInstance } from 'fastify';
import { AndonError } from '../../errors.ts';

/** Requests a session may make at once, and how many it gets back a second: a busy worker with 64 slots makes some 50. */
const burst = 400;
const perSecond = 200;
/** Sessions that are not heard of are forgotten when so many are known. */
const sessionsKept = 5_000;

/** Holds back a session that asks without end, with 429 and how long to wait; one session's haste slows nobody else. */
export function rateLimit(app: FastifyInstance): void {
  const buckets = new Map<string, { left: number; at: number }>();

  app.addHook('onRequest', async (request) => {
    const name = request.caller.session ?? request.caller.holding?.session;
    if (name === undefined) return;
    const now = performance.now();
    const bucket = buckets.get(name) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + ((now - bucket.at) / 1_000) * perSecond);
    if (buckets.size >= sessionsKept && !buckets.has(name)) buckets.clear();
    buckets.set(name, { left: Math.max(0, left - 1), at: now });
    if (left >= 1) return;
    throw new AndonError(
      'TOO_MANY',
      `${name} makes more than ${perSecond} requests a second. Wait a second; send progress and logs in larger pieces.`,
    );
  });
}
