import type { BoardSnapshot } from '../../../../src/contracts/board.ts';
import { emptyBoard, receive } from '../../live/board-state.ts';
import type { LiveStore } from '../../live/live-store.ts';

/** A store that stands still: the line as it was at a moment. Nothing comes, and nothing can be pretended. */
export function momentStore(
  at: number,
  snapshot: BoardSnapshot | undefined,
  problem: string | null,
): LiveStore {
  const state = snapshot ? receive(emptyBoard, { type: 'snapshot', snapshot }) : emptyBoard;
  const picture = {
    ...state,
    connection:
      problem === null ? ({ state: 'live' } as const) : ({ state: 'refused', why: problem } as const),
    skew: at - Date.now(),
    at,
  };
  return { get: () => picture, subscribe: () => () => {}, pretend: () => () => {} };
}
