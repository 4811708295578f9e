import { byUrgency } from '../../machines/policy/urgency.ts';

export type Waiting = { readonly id: string; readonly priority: number; readonly openedAt: number };
export type Side = 'before' | 'after';

/**
 * The priority with which `moved` is given out just before, or just after, the ticket `beside`, among all that wait.
 * Tickets keep their order however long they wait (`byUrgency`), so a priority between those of two neighbours stays
 * there. Where the neighbour counts as exactly as urgent, those that do are passed as well: nothing fits between them.
 * Undefined where `beside` does not wait. Pure.
 */
export function priorityBeside(
  waiting: readonly Waiting[],
  moved: Waiting,
  { beside, side }: { readonly beside: string; readonly side: Side },
  ageingMs: number,
): number | undefined {
  const others = waiting.filter(({ id }) => id !== moved.id).sort(byUrgency(ageingMs));
  const at = others.findIndex(({ id }) => id === beside);
  const there = others[at];
  if (!there) return undefined;
  // What tickets are ordered by, the smallest first; it does not change with time.
  const rank = ({ openedAt, priority }: Waiting) =>
    ageingMs > 0 ? openedAt - priority * ageingMs : -priority;
  const step = ageingMs > 0 ? ageingMs : 1;
  const own = rank(there);
  const wanted =
    side === 'before'
      ? between(others.slice(0, at).reverse(), own, -step)
      : between(others.slice(at + 1), own, step);
  return ageingMs > 0 ? (moved.openedAt - wanted) / ageingMs : -wanted;

  /** Half way to the first neighbour in this direction that is ordered otherwise; one step on where there is none. */
  function between(neighbours: readonly Waiting[], from: number, onward: number): number {
    const next = neighbours.find((one) => rank(one) !== from);
    return next ? (from + rank(next)) / 2 : from + onward;
  }
}
