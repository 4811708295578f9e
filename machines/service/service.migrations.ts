import type { Migration } from '../migrate.ts';

/** Steps from each released version of the service machine to the next. */
export const serviceMigrations: readonly Migration[] = [holdBytes];

/**
 * Version 2 holds bytes that ended down, so that they are not deployed again, and knows bytes by their digest too;
 * version 1 did neither.
 */
function holdBytes(stored: Parameters<Migration>[0]): ReturnType<Migration> {
  const { change, live } = stored.context;
  if (!isObject(live)) return stored;
  const [release, lastGood, candidate] = [live.release, live.lastGood, live.candidate].map(withDigest);
  const held = Array.isArray(live.held) ? live.held : [];
  const down = isDown(stored.value) && isObject(release) && !held.includes(release.commit);
  return {
    ...stored,
    context: {
      ...stored.context,
      change: withDigest(change),
      live: { ...live, release, lastGood, candidate, held: down ? [...held, release.commit] : held },
    },
  };
}

function withDigest(bytes: unknown): unknown {
  return isObject(bytes) ? { digest: null, ...bytes } : bytes;
}

function isDown(value: unknown): boolean {
  const live = isObject(value) ? value.live : undefined;
  return isObject(live) && (live.present === 'down' || live.missing === 'down');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
