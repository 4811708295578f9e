import { allFaultKinds, type FaultKind } from './fault-kinds.ts';
import { createRandom, type Random } from './random.ts';
import type { WorldPlan } from './world-plan.ts';

/** How often each fault struck, and in which phase of the line what it struck was. */
export type Coverage = Map<FaultKind, Map<string, number>>;

/** Draws the faults of one world, each from a source of its own, and counts them. */
export class Faults {
  readonly coverage: Coverage = new Map();
  readonly #rates: WorldPlan['faults'];
  readonly #sources: Map<FaultKind, Random>;
  readonly #phases: (service: string | null) => Iterable<string>;
  #over = false;
  /** Told of each fault that strikes. */
  onStrike: (kind: FaultKind, service: string | null) => void = () => {};

  /** `phases` says where a service stands, or where any does for what strikes them all. */
  constructor(plan: WorldPlan, phases: (service: string | null) => Iterable<string>) {
    const random = createRandom(plan.seed);
    this.#rates = plan.faults;
    this.#phases = phases;
    this.#sources = new Map(allFaultKinds.map((kind) => [kind, random.fork(kind)]));
  }

  /** From here on nothing goes wrong. */
  end(): void {
    this.#over = true;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Whether the fault strikes at this opportunity. */
  strikes(kind: FaultKind, service: string | null = null): boolean {
    const rate = this.#rates[kind];
    if (this.#over || rate === undefined || !this.source(kind).chance(rate)) return false;
    this.onStrike(kind, service);
    const counts = this.coverage.get(kind) ?? new Map<string, number>();
    this.coverage.set(kind, counts);
    for (const phase of new Set(this.#phases(service))) counts.set(phase, (counts.get(phase) ?? 0) + 1);
    return true;
  }

  /** Chance for the details of this fault. */
  source(kind: FaultKind): Random {
    const source = this.#sources.get(kind);
    if (!source) throw new RangeError(`there is no fault ${kind}`);
    return source;
  }
}
