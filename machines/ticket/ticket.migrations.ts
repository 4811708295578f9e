import type { Migration } from '../migrate.ts';
import { defaultLimits } from '../policy/limits.ts';
import { neverHeld } from './ticket.tell.ts';

/** Steps from each released version of the ticket machine to the next. */
export const ticketMigrations: readonly Migration[] = [withWhatIsNew, asItIs];

const newFields = {
  barred: [],
  beside: [],
  ...neverHeld,
  deathsAllowed: defaultLimits.poisonDeaths,
  parkMs: defaultLimits.parkMs,
  parkCapMs: defaultLimits.parkCapMs,
};
const newInHolding = { card: null, usage: null };

/** Version 2 knows what version 1 had no word for; nothing of that had happened yet. */
function withWhatIsNew(stored: Parameters<Migration>[0]): ReturnType<Migration> {
  const { history } = stored.context;
  const holdings = Array.isArray(history) ? history : [];
  return {
    ...stored,
    context: {
      ...newFields,
      ...stored.context,
      history: holdings.map((holding: object) => ({ ...newInHolding, ...holding })),
    },
  };
}

/** Version 3 hears of more, and keeps what version 2 kept. */
function asItIs(stored: Parameters<Migration>[0]): ReturnType<Migration> {
  return stored;
}
