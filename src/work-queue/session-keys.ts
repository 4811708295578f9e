import type { Redis } from 'ioredis';

/** Longer than any ticket lives (its deadline is a day); what went too early reconcile would put back. */
const LIFE_S = 7 * 24 * 60 * 60;
const RENEWED_MS = 60 * 60_000;
const SCAN_COUNT = 500;
const shared = [
  'active',
  'completed',
  'delayed',
  'events',
  'failed',
  'id',
  'marker',
  'meta',
  'stalled',
  'wait',
];

export type SessionKeys = {
  /** A job was put into this queue of a session: it and its queue live on for a week. */
  renew(queue: { readonly name: string; toKey(key: string): string }, job: string): Promise<void>;
  /** Gives a week to whatever has no end yet. */
  tidy(): Promise<void>;
};

/** Lets everything of a session go a week after its last delivery: sessions come and go under ever new names. */
export function sessionKeys(client: Redis, pattern: string): SessionKeys {
  const renewed = new Map<string, number>();
  return {
    async renew(queue, job) {
      const due = performance.now() - (renewed.get(queue.name) ?? Number.NEGATIVE_INFINITY) > RENEWED_MS;
      if (due) renewed.set(queue.name, performance.now());
      const keys = due ? [job, ...shared] : [job];
      await Promise.all(keys.map((key) => client.expire(queue.toKey(key), LIFE_S)));
    },
    async tidy() {
      renewed.clear();
      for await (const keys of client.scanStream({ match: pattern, count: SCAN_COUNT })) {
        const lives = await Promise.all(keys.map((key: string) => client.ttl(key)));
        const endless = keys.filter((_key: string, n: number) => lives[n] === -1);
        await Promise.all(endless.map((key: string) => client.expire(key, LIFE_S)));
      }
    },
  };
}
