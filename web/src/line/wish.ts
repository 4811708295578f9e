import type { ServiceView } from '../../../src/contracts/board.ts';
import { callsOf } from './needs-you.ts';

export const groups = ['session', 'agent', 'phase', 'health'] as const;
export const sorts = ['urgency', 'name', 'age', 'cost'] as const;
export const filters = ['needs-you', 'waiting', 'working', 'blocked', 'unhealthy', 'paused'] as const;

type Group = (typeof groups)[number];
type Sort = (typeof sorts)[number];
export type Filter = (typeof filters)[number];

/** What of the line is to be seen, and how. */
export type Wish = {
  /** In the name, whatever its case; empty for all. */
  readonly q: string;
  readonly only: Filter | null;
  readonly group: Group | null;
  readonly sort: Sort;
};

/** Whether a filter lets a service through. */
export const passes: Readonly<Record<Filter, (view: ServiceView) => boolean>> = {
  'needs-you': (view) => callsOf(view).length > 0,
  waiting: isWaiting,
  working: (view) => view.session !== undefined,
  blocked: (view) => view.state === 'blocked',
  unhealthy: ({ live }) => live.health !== 'none' && live.health !== 'healthy',
  paused: (view) => view.paused,
};

/** Has an open ticket that nobody holds: the only ones whose order means something. */
export function isWaiting({ ticket, session }: ServiceView): boolean {
  return ticket !== undefined && session === undefined;
}

/** The wish of the address; a filter it does not know is none. */
export function wishOf(search: {
  readonly q?: string | undefined;
  readonly only?: string | undefined;
  readonly group?: Group | undefined;
  readonly sort?: Sort | undefined;
}): Wish {
  return {
    q: search.q ?? '',
    only: filters.find((known) => known === search.only) ?? null,
    group: search.group ?? null,
    sort: search.sort ?? 'urgency',
  };
}
