import type { Migration } from '../migrate.ts';

/** Steps from each released version of the service machine to the next. */
export const serviceMigrations: readonly Migration[] = [knowBytes];

/**
 * Version 2 holds bytes that ended down, so that they are not deployed again, knows bytes by their digest too, and what
 * they were made from; version 1 did none of it.
 */
function knowBytes(stored: Parameters<Migration>[0]): ReturnType<Migration> {
  const { change, live } = stored.context;
  if (!isObject(live)) return stored;
  const [release, lastGood, candidate] = [live.release, live.lastGood, live.candidate].map(withDigest);
  const held = Array.isArray(live.held) ? live.held : [];
  const down = isDown(stored.value) && isObject(release) && !held.includes(release.commit);
  return {
    ...stored,
    context: {
      ...stored.context,
      change: isObject(change) ? { ...newInChange, ...change } : change,
      live: { ...live, release, lastGood, candidate, held: down ? [...held, release.commit] : held },
    },
  };
}

const newInChange = { digest: null, parent: null, mutation: null, finding: null, baseRecord: null };

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
