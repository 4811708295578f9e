import { useMemo } from 'react';
import type { Column, SessionView } from '../../../src/contracts/board.ts';
import { useSessions } from '../live/use-live.ts';
import { columns } from './arrangement.ts';

const workers: Readonly<Record<Column, readonly string[]>> = {
  SPEC: ['architect'],
  BUILD: ['builder'],
  TEST: ['tester', 'fixer'],
  PRODUCTION: [],
};

/** What the sessions that are here could work on in each column at once. */
export function useSlots(): Readonly<Record<Column, number>> {
  const sessions = useSessions();
  return useMemo(() => slotsOf(sessions?.values() ?? []), [sessions]);
}

function slotsOf(sessions: Iterable<SessionView>): Readonly<Record<Column, number>> {
  const slots = { SPEC: 0, BUILD: 0, TEST: 0, PRODUCTION: 0 };
  for (const session of sessions) {
    if (session.state === 'gone' || session.state === 'draining') continue;
    for (const name of columns) {
      if (workers[name].some((capability) => session.capabilities.includes(capability))) {
        slots[name] += session.slots;
      }
    }
  }
  return slots;
}
