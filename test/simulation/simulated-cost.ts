import type { Usage } from '../../machines/ticket/usage.ts';
import type { Faults } from './faults.ts';
import type { Random } from './random.ts';

/** What a simulated agent says its work has used; some say little, or nothing, and some cost too much. */
export class SimulatedCost {
  readonly #random: Random;
  readonly #unsaid: boolean;
  readonly #tokensToo: boolean;
  #usage: Usage = { usd: 0, tokens: 0, ms: 0 };

  constructor(random: Random, faults: Faults, service: string | null) {
    this.#random = random;
    this.#unsaid = faults.strikes('costUnsaid', service);
    this.#tokensToo = random.chance(0.7);
    if (faults.strikes('costExploding', service)) this.#add(50, 5_000_000, 0);
  }

  /** Some work was done in this time, milliseconds. */
  work(ms: number): void {
    this.#add(this.#random.below(100) / 100, this.#random.below(100_000), ms);
  }

  /** Totals so far; undefined where it says nothing. */
  get said(): Usage | undefined {
    if (this.#unsaid) return undefined;
    return this.#tokensToo ? this.#usage : { ...this.#usage, tokens: null };
  }

  #add(usd: number, tokens: number, ms: number): void {
    const { usd: paid, tokens: used, ms: took } = this.#usage;
    this.#usage = { usd: (paid ?? 0) + usd, tokens: (used ?? 0) + tokens, ms: took + ms };
  }
}
