import type { SessionView } from '../../../src/contracts/board.ts';
import type { Board } from '../live/board-state.ts';
import type { ViewMap } from '../live/view-map.ts';
import { Arrangement, type Counts, type Lanes } from './arrangement.ts';
import type { Wish } from './wish.ts';

/** The line under one wish, as of one board. */
export type LineShown = {
  readonly lanes: Lanes;
  readonly counts: Counts;
  /** Services on the board, shown or not. */
  readonly total: number;
  /** Those that went to another column with this step. */
  readonly moved: readonly string[];
  readonly find: Arrangement['find'];
};

/** So many changes at once are a new picture: arranging anew is the quicker way then. */
const ANEW = 1_000;

/** Keeps the line arranged under one wish as the board goes on. */
export class LineFollower {
  readonly #wish: Wish;
  #board: Board | null = null;
  #arrangement: Arrangement | null = null;
  #shown: LineShown | null = null;

  constructor(wish: Wish) {
    this.#wish = wish;
  }

  /** The line of this board; the same object as long as nothing of it changed. Null without a board. */
  at(board: Board | null): LineShown | null {
    if (board === this.#board) return this.#shown;
    const before = this.#board;
    const arrangement = this.#arrangement;
    this.#board = board;
    if (!board) return this.#anew(null);
    const agents = this.#wish.group === 'agent' && before?.sessions !== board.sessions;
    if (!before || !arrangement || (agents && otherAgents(before.sessions, board.sessions)))
      return this.#anew(board);
    const ids = board.services.keysOtherThanIn(before.services);
    if (ids.length > ANEW) return this.#anew(board);
    if (ids.length === 0) return this.#shown;
    const { lanes, counts } = arrangement;
    const moved = arrangement.take(ids.map((id) => [id, board.services.get(id)]));
    const same = lanes === arrangement.lanes && counts === arrangement.counts;
    if (!same || this.#shown?.total !== board.services.size) this.#shown = shownOf(arrangement, board, moved);
    return this.#shown;
  }

  #anew(board: Board | null): LineShown | null {
    this.#arrangement =
      board &&
      new Arrangement(this.#wish, board.services.values(), (name) => board.sessions.get(name)?.agent);
    this.#shown = board && this.#arrangement && shownOf(this.#arrangement, board, []);
    return this.#shown;
  }
}

function shownOf(arrangement: Arrangement, board: Board, moved: readonly string[]): LineShown {
  return {
    lanes: arrangement.lanes,
    counts: arrangement.counts,
    total: board.services.size,
    moved,
    find: arrangement.find,
  };
}

function otherAgents(before: ViewMap<SessionView>, now: ViewMap<SessionView>): boolean {
  return now.keysOtherThanIn(before).some((name) => before.get(name)?.agent !== now.get(name)?.agent);
}
