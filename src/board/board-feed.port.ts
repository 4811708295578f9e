import type { BoardDelta, BoardSnapshot } from '../contracts/board.ts';

/** The board as numbered steps. A snapshot with number `n` and every delta after `n`, in order, give the same board. */
export interface BoardFeed {
  snapshot(): BoardSnapshot;
  /** The deltas after `n` of this run; null when they are not kept any more or `epoch` is another run's. */
  since(epoch: string, n: number): BoardDelta[] | null;
  onDelta(listener: (delta: BoardDelta) => void): () => void;
  /** Something shown of this service changed outside the journal (its figures, say). */
  touchService(id: string): void;
  /** Something shown of this session changed outside the journal. */
  touchSession(name: string): void;
  /** The facts of the line changed: Redis, sandbox, catalog, incident. */
  touchLine(): void;
  close(): void;
}
