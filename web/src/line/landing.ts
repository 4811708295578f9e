import type { ServiceView } from '../../../src/contracts/board.ts';
import type { Deed } from '../act/deed.ts';
import { actPath } from '../act/deeds.ts';
import type { Lane } from './arrangement.ts';

/** Said when a card is dropped where only the line itself can bring it. */
export const NOT_BY_HAND =
  'The machine decides when a service goes on to another column: dragging orders only what waits in this one.';
const NOT_WAITING = 'Only services that wait for a session have an order: drop it among them.';

export type Neighbour = { readonly side: 'before' | 'after'; readonly id: string };

/** Next to which waiting card a card lands when it is dropped before the row at `index`, or why it cannot. */
export function landing(lane: Lane, id: string, index: number): Neighbour | string | null {
  const waits = (at: number) => {
    const row = lane.rows[at];
    return row?.kind === 'card' && row.waiting ? row.id : null;
  };
  const from = lane.rows.findIndex((row) => row.id === id);
  // Before itself, or before the next: where it is.
  if (from === index || from === index - 1) return null;
  const below = waits(index);
  if (below !== null) return { side: 'before', id: below };
  const above = waits(index - 1);
  return above === null ? NOT_WAITING : { side: 'after', id: above };
}

/** The wish to give a service's ticket out next to another's, with its way back. */
export function orderDeed(service: ServiceView, side: Neighbour['side'], other: ServiceView): Deed {
  const before = service.priority ?? 0;
  return {
    path: actPath(service, 'order'),
    body: side === 'before' ? { before: other.name } : { after: other.name },
    done: `${service.name} is given out ${side} ${other.name}`,
    undo: {
      path: actPath(service, 'prioritise'),
      body: { priority: before },
      done: `${service.name} waits where it was`,
    },
  };
}
