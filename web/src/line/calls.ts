import type { Board } from '../live/board-state.ts';
import { type Call, callsOf, graver, lineCalls } from './needs-you.ts';
import { placeIn } from './sorted.ts';

/** Everything that calls for a person, the gravest first, kept as the board goes on: a step costs what it changed. */
export class Calls {
  #board: Board | null = null;
  #of = new Map<string, readonly Call[]>();
  #sorted: Call[] = [];
  #shown: readonly Call[] = [];

  /** Those of this board; the same list as long as nothing of it changed. */
  at(board: Board | null): readonly Call[] {
    const before = this.#board;
    if (board === before) return this.#shown;
    this.#board = board;
    if (!board) {
      this.#of = new Map();
      this.#sorted = [];
      this.#shown = [];
      return this.#shown;
    }
    const ids = before ? board.services.keysOtherThanIn(before.services) : board.services.keys();
    let changed = before === null || before.line !== board.line;
    for (const id of ids) changed = this.#renew(id, board) || changed;
    if (changed) this.#shown = [...lineCalls(board.line), ...this.#sorted];
    return this.#shown;
  }

  #renew(id: string, board: Board): boolean {
    const view = board.services.get(id);
    const next = view ? callsOf(view) : [];
    const before = this.#of.get(id) ?? [];
    if (before.length === 0 && next.length === 0) return false;
    for (const call of before) this.#sorted.splice(placeIn(this.#sorted, call, graver), 1);
    for (const call of next) this.#sorted.splice(placeIn(this.#sorted, call, graver), 0, call);
    if (next.length > 0) this.#of.set(id, next);
    else this.#of.delete(id);
    return true;
  }
}
