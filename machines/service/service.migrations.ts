import type { Migration } from '../migrate.ts';
import { nothingSpent } from './spending.ts';

/** Steps from each released version of the service machine to the next. */
export const serviceMigrations: readonly Migration[] = [knowBytes, knowPeople];

/**
 * Version 2 holds bytes that ended down, so that they are not deployed again, knows bytes by their digest too, and what
 * they were made from; it knows several builds of a change, and what work has cost. Version 1 did none of it.
 */
function knowBytes(stored: Parameters<Migration>[0]): ReturnType<Migration> {
  const { change, live, ticket } = stored.context;
  if (!isObject(live)) return stored;
  const [release, lastGood, candidate] = [live.release, live.lastGood, live.candidate].map(withDigest);
  const held = Array.isArray(live.held) ? live.held : [];
  const down = isDown(stored.value) && isObject(release) && !held.includes(release.commit);
  return {
    ...stored,
    context: {
      ...newFields,
      ...stored.context,
      ticket: isObject(ticket) ? { separate: true, ...ticket } : ticket,
      change: isObject(change) ? { ...newInChange, ...change } : change,
      live: { ...live, release, lastGood, candidate, held: down ? [...held, release.commit] : held },
    },
  };
}

/** Version 3 knows what people ask for: an order of their own, their word before production, another release. */
function knowPeople(stored: Parameters<Migration>[0]): ReturnType<Migration> {
  const { change, live, settings } = stored.context;
  if (!isObject(live)) return stored;
  return {
    ...stored,
    context: {
      priority: 0,
      ...stored.context,
      settings: isObject(settings) ? { approval: null, ...settings } : settings,
      change: isObject(change) ? { approved: null, ...change } : change,
      // The newest first: what serves after a rollback is the older one, and nothing is kept to go back to.
      live: { asked: null, history: [live.release, live.lastGood].filter(isObject), ...live },
    },
  };
}

const newFields = {
  settings: { redundancy: null, merge: false, budget: null },
  contest: null,
  spent: nothingSpent,
};
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
