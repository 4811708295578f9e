import type { ServiceView } from '../../../src/contracts/board.ts';
import { cardFacts } from './card-facts.ts';
import { isWaiting, type Wish } from './wish.ts';

/** A card's place in its lane: everything its order and its height follow from. */
export type CardRow = {
  readonly kind: 'card';
  readonly id: string;
  readonly name: string;
  /** Words of the group it stands under; empty without groups. */
  readonly group: string;
  readonly rank: number;
  readonly by: number;
  readonly height: number;
  readonly waiting: boolean;
  readonly working: boolean;
};

type AgentOf = (session: string) => string | undefined;

/** The row of a service under a wish, or null when it is not to be seen. */
export function cardRow(view: ServiceView, wish: Wish, agentOf: AgentOf): CardRow | null {
  const { name, height, passing } = cardFacts(view);
  if (wish.q !== '' && !name.includes(wish.q)) return null;
  if (wish.only !== null && !passing.includes(wish.only)) return null;
  const waiting = isWaiting(view);
  return {
    kind: 'card',
    id: view.id,
    name,
    group: groupOf(view, wish, agentOf),
    rank: wish.sort === 'urgency' ? urgency(view, waiting) : 0,
    by: orderOf(view, wish, waiting),
    height,
    waiting,
    working: view.session !== undefined,
  };
}

/** Which of two rows of a lane stands higher; no two are equal. */
export function higher(a: CardRow, b: CardRow): number {
  return (
    compare(a.group, b.group) ||
    a.rank - b.rank ||
    a.by - b.by ||
    compare(a.name, b.name) ||
    compare(a.id, b.id)
  );
}

export function sameRow(a: CardRow, b: CardRow): boolean {
  return higher(a, b) === 0 && a.height === b.height && a.waiting === b.waiting && a.working === b.working;
}

function groupOf(view: ServiceView, { group }: Wish, agentOf: AgentOf): string {
  const session = view.session ?? '';
  switch (group) {
    case null:
      return '';
    case 'session':
      return session || 'nobody at work';
    case 'agent':
      return (session && agentOf(session)) || 'nobody at work';
    case 'phase':
      return view.phase.replaceAll('_', ' ').toLowerCase();
    case 'health':
      return view.live.health === 'none' ? 'not released' : view.live.health;
  }
}

// What stands and needs somebody, what serves badly, what waits for a session, what moves, what rests.
function urgency({ state, reason, live, session }: ServiceView, waiting: boolean): number {
  if (live.health === 'down') return 0;
  if (state === 'blocked') return 1;
  if (reason && reason.code !== 'waiting') return 2;
  if (live.health !== 'none' && live.health !== 'healthy') return 3;
  if (waiting) return 4;
  return session === undefined && state === 'shipped' ? 6 : 5;
}

/** What a step of priority is worth in waiting, milliseconds: `ageingMs` of the line's limits, by which it gives out. */
const STEP_MS = 10 * 60_000;

function orderOf({ priority = 0, since, cost }: ServiceView, { sort }: Wish, waiting: boolean): number {
  switch (sort) {
    case 'name':
      return 0;
    case 'age':
      return since;
    case 'cost':
      return -(cost?.usd ?? 0);
    case 'urgency':
      return waiting ? since - priority * STEP_MS : 0;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
