import type { BoardViews } from '../board/board-views.port.ts';
import type { PastBoard } from '../contracts/history.ts';
import { AndonError } from '../errors.ts';
import type { Store } from '../store/store.port.ts';
import { lastAt } from './moment-of.ts';
import { type PastLine, readPastLine } from './past-line.ts';
import { PastMachines } from './past-machines.ts';
import { Slices } from './slices.ts';

/** Boards kept at hand, and how many may wait while one is read: somebody who looks around asks for many. */
const KEPT = 4;
const WAITING = 3;

/** What is no event is not in the journal. */
export const leftOut: readonly string[] = [
  'why a ticket nobody held was not assigned',
  'progress, activity and test counts while work went on',
  'uptime',
  'the state of Redis, the sandbox and the catalog',
];

type Past = Omit<PastBoard, 'at'>;

/** The board as it was, one moment at a time, in short stretches beside the work of the line. */
export class PastBoards {
  readonly #store: Pick<Store, 'events' | 'eachEvent' | 'snapshot' | 'lastSeq'>;
  readonly #viewsOf: (line: PastLine) => Pick<BoardViews, 'service' | 'session' | 'line'>;
  readonly #kept = new Map<number, Past>();
  #waiting = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    store: Pick<Store, 'events' | 'eachEvent' | 'snapshot' | 'lastSeq'>,
    viewsOf: (line: PastLine) => Pick<BoardViews, 'service' | 'session' | 'line'>,
  ) {
    this.#store = store;
    this.#viewsOf = viewsOf;
  }

  /** Rejects with `TOO_MANY` when others wait already. */
  async at(at: number): Promise<PastBoard> {
    const seq = lastAt(this.#store, at);
    const known = this.#kept.get(seq);
    if (known) return { ...known, at };
    if (this.#waiting > WAITING) {
      throw new AndonError(
        'TOO_MANY',
        'The board of another moment is being read, and others wait for theirs. Ask again in a moment.',
      );
    }
    this.#waiting += 1;
    const mine = this.#turn.then(() => this.#kept.get(seq) ?? this.#read(seq));
    const over = () => {
      this.#waiting -= 1;
    };
    this.#turn = mine.then(over, over);
    return { ...(await mine), at };
  }

  async #read(seq: number): Promise<Past> {
    const slices = new Slices();
    const line = await readPastLine(new PastMachines(this.#store, seq, slices));
    const views = this.#viewsOf(line);
    const each = async <State, View>(states: Iterable<State>, viewOf: (state: State) => View | undefined) => {
      const found: View[] = [];
      for (const state of states) {
        await slices.turn();
        const view = viewOf(state);
        if (view !== undefined) found.push(view);
      }
      return found;
    };
    const past: Past = {
      epoch: 'past',
      n: 0,
      seq,
      line: views.line(),
      services: await each(line.services(), ({ context }) => views.service(context.id)),
      sessions: await each(line.sessions(), ({ context }) => views.session(context.name)),
      leftOut: [...leftOut],
    };
    this.#kept.set(seq, past);
    const oldest = this.#kept.size > KEPT ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
    return past;
  }
}
