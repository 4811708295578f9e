import type { ServiceView } from '../../../src/contracts/board.ts';
import type { BoardState } from './board-state.ts';

export type Connection =
  | { readonly state: 'connecting' | 'live' }
  | { readonly state: 'stale'; readonly since: number }
  | { readonly state: 'refused'; readonly why: string };

export type Picture = BoardState & {
  readonly connection: Connection;
  /** Server's clock minus this machine's, milliseconds. */
  readonly skew: number;
  /** The moment that is shown, when it is not now: epoch milliseconds. */
  readonly at: number | null;
};

/** What the page shows of the line: now and kept current, or as it was at a moment. */
export type LiveStore = {
  get(): Picture;
  subscribe(listener: () => void): () => void;
  /** Shows a service as it will be until the server says how it is; the answer takes that back. */
  pretend(id: string, change: (view: ServiceView) => ServiceView): () => void;
};
