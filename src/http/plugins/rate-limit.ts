import type { FastifyInstance } from 'fastify';
import { AndonError } from '../../errors.ts';

type Rate = { readonly burst: number; readonly perSecond: number };

/** A worker with 64 slots that tells progress and log four times a second each makes some 500 requests. */
const work: Rate = { burst: 2_000, perSecond: 1_000 };
/** Apart from the others: what an agent floods its log with must never cost the session its leases. */
const beats: Rate = { burst: 100, perSecond: 20 };
/** All are forgotten, which lets everybody begin anew, when so many are known. */
const bucketsKept = 10_000;

/** Holds back a session that asks without end, with 429 and how long to wait; one session's haste slows nobody else. */
export function rateLimit(app: FastifyInstance): void {
  const buckets = new Map<string, { left: number; at: number }>();

  app.addHook('onRequest', async (request) => {
    const name = request.caller.session ?? request.caller.holding?.session;
    if (name === undefined) return;
    const beat = request.routeOptions.url?.endsWith('/heartbeat') === true;
    const { burst, perSecond } = beat ? beats : work;
    const key = `${beat ? 'beat' : 'work'} ${name}`;
    const now = performance.now();
    const bucket = buckets.get(key) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + ((now - bucket.at) / 1_000) * perSecond);
    if (buckets.size >= bucketsKept && !buckets.has(key)) buckets.clear();
    buckets.set(key, { left: Math.max(0, left - 1), at: now });
    if (left >= 1) return;
    throw new AndonError(
      'TOO_MANY',
      `${name} makes more than ${perSecond} ${beat ? 'beats' : 'requests'} a second. Wait a second, and send more at a time.`,
    );
  });
}
