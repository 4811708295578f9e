import type { Limits } from '../../machines/policy/limits.ts';
import { HomeCoordinator } from '../../src/coordinator/coordinator.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import type { Store } from '../../src/store/store.port.ts';
import type { JournalFold } from './journal-fold.ts';
import type { Ending } from './observation.ts';

/** How things stand in the database of a home, read as the next coordinator would read it; nothing is begun by it. */
export function homeEnding(
  store: Store,
  fold: JournalFold,
  limits: Limits,
): Omit<Ending, 'settled' | 'leaks'> {
  const coordinator = new HomeCoordinator({
    store,
    clock: realClock,
    limits,
    log: silentLog,
    newId: () => 'never',
    perform: async () => {},
  });
  // Nobody has been heard of yet, as after any start.
  coordinator.setFreshSessions(() => false);
  const open = [...coordinator.tickets()].filter(({ state }) => state === 'open');
  return {
    snapshots: [...fold.streams()].flatMap((stream) => store.snapshot(stream) ?? []),
    journal: store.events({}),
    owed: store.owedEffects(),
    waiting: open.map(({ context: { id } }) => ({ ticket: id, reasons: coordinator.why(id) })),
    boards: [],
  };
}
