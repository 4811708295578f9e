import type { Limits } from '../../machines/policy/limits.ts';
import type { EventRow } from '../../src/store/store.port.ts';
import { JournalFold } from './journal-fold.ts';
import type { Ending, Observation, Violation } from './observation.ts';
import { linePromises } from './promises/line-promises.ts';
import type { Step } from './step.ts';
import { exact, type Tolerances, type Watch } from './watch.ts';

export type CheckerOptions = {
  readonly limits: Limits;
  readonly tolerances?: Partial<Tolerances>;
};

/** So many violations are kept; the rest is only counted. */
const kept = 200;
/** Who breaks the order of the journal breaks everything after it: only the first is of use. */
const journalPromise = 'the journal is whole';

/** Holds every promise of the line against one history, as it is told. */
export class Checker {
  readonly fold = new JournalFold();
  readonly violations: Violation[] = [];
  /** How much was seen, for those who prove that their run was no empty one: by observation, and by journaled event. */
  readonly observed = new Map<string, number>();
  readonly events = new Map<string, number>();
  /** How often each promise was really asked. */
  readonly asked = new Map<string, number>();
  readonly #watches: readonly Watch[];
  #broken = 0;
  #lost = false;

  constructor({ limits, tolerances }: CheckerOptions) {
    const options = { limits, tolerances: { ...exact, ...tolerances } };
    this.#watches = linePromises.map(({ name, watch }) => {
      this.asked.set(name, 0);
      return watch((holds, text, seq) => {
        count(this.asked, name);
        if (!holds) this.#report({ promise: name, seq: seq ?? this.fold.seq, text: text() });
      }, options);
    });
  }

  /** `at`: true elapsed time in milliseconds (virtual or monotonic), not the wall clock that rows carry. */
  observe(observation: Observation, at: number): void {
    count(this.observed, observation.what);
    if (observation.what === 'committed') for (const row of observation.rows) this.#take(row, at);
    if (this.#lost) return;
    for (const watch of this.#watches) watch.observe?.(observation, at, this.fold);
  }

  end(ending: Ending, at: number): void {
    if (this.#lost) return;
    for (const watch of this.#watches) watch.end?.(ending, at, this.fold);
  }

  /** How many promises were broken in all, also those not kept in `violations`. */
  get broken(): number {
    return this.#broken;
  }

  /** Throws an `Error` that lists the first violations: promise, sequence number, sentence. */
  verify(): void {
    if (this.#broken === 0) return;
    const lines = this.violations
      .slice(0, 10)
      .map(({ promise, seq, text }) => `  [${seq}] ${promise}: ${text}`);
    throw new Error([`${this.#broken} promises broken, the first:`, ...lines].join('\n'));
  }

  #take(row: EventRow, at: number): void {
    if (this.#lost) return;
    count(this.events, row.event.type);
    const step = this.#folded(row);
    if (step) for (const watch of this.#watches) watch.step?.(step, at, this.fold);
  }

  #folded(row: EventRow): Step | undefined {
    try {
      return this.fold.take(row);
    } catch (error) {
      this.#lost = true;
      const text = error instanceof Error ? error.message : String(error);
      this.#report({ promise: journalPromise, seq: row.seq, text });
      return undefined;
    }
  }

  #report(violation: Violation): void {
    this.#broken += 1;
    if (this.violations.length < kept) this.violations.push(violation);
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
