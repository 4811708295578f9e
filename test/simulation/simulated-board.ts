import { isDeepStrictEqual } from 'node:util';
import type { BoardFeed } from '../../src/board/board-feed.port.ts';
import type { BoardDelta } from '../../src/contracts/board.ts';
import { type BoardState, emptyBoard, receive } from '../../web/src/live/board-state.ts';
import type { Faults } from './faults.ts';
import type { Timeline } from './timeline.ts';

/** A board in a browser: the real fold of deltas, behind a connection that loses some of them and is cut off. */
export class SimulatedBoard {
  readonly name: string;
  readonly #timeline: Timeline;
  readonly #faults: Faults;
  #state: BoardState = emptyBoard;
  #feed: BoardFeed | undefined;
  #unsubscribe: () => void = () => {};

  constructor(name: string, timeline: Timeline, faults: Faults) {
    this.name = name;
    this.#timeline = timeline;
    this.#faults = faults;
  }

  /** Connects to the feed of whoever coordinates now, as Socket.IO does: what it missed, or a snapshot. */
  connect(feed: BoardFeed): void {
    this.#unsubscribe();
    this.#feed = feed;
    this.#unsubscribe = feed.onDelta((delta) => this.#arrive(delta));
    this.#catchUp(true);
  }

  disconnect(): void {
    this.#unsubscribe();
    this.#feed = undefined;
  }

  /** What it shows, where that is said to be current: its number is the feed's, and nothing is missing. */
  differsFrom(feed: BoardFeed): string | null {
    const { board, gap } = this.#state;
    const truth = feed.snapshot();
    if (!board || gap || board.epoch !== truth.epoch || board.n !== truth.n) return null;
    const same =
      isDeepStrictEqual(board.line, truth.line) &&
      isDeepStrictEqual(new Map(board.services), new Map(truth.services.map((view) => [view.id, view]))) &&
      isDeepStrictEqual(new Map(board.sessions), new Map(truth.sessions.map((view) => [view.name, view])));
    return same ? null : `${this.name} shows another board under number ${board.n}`;
  }

  /** Everything shown, by key. */
  shown(): unknown {
    const { board } = this.#state;
    return (
      board && {
        line: board.line,
        services: Object.fromEntries(board.services),
        sessions: Object.fromEntries(board.sessions),
      }
    );
  }

  #arrive(delta: BoardDelta): void {
    if (this.#faults.strikes('deltaLost')) return;
    this.#state = receive(this.#state, { type: 'delta', delta });
    if (this.#state.gap) this.#timeline.after(100, () => this.#catchUp(false));
  }

  #catchUp(connecting: boolean): void {
    const feed = this.#feed;
    if (!feed) return;
    const { board, gap } = this.#state;
    if (!connecting && !gap) return;
    const deltas = board && feed.since(board.epoch, board.n);
    this.#state = deltas
      ? receive(this.#state, { type: 'caughtUp', deltas })
      : receive(this.#state, { type: 'snapshot', snapshot: feed.snapshot() });
  }
}
