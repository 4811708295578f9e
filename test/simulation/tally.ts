import { allFaultKinds, type FaultKind, faultKinds } from './fault-kinds.ts';
import type { SeedResult } from './run-seed.ts';

/** Phases of the line as columns of the coverage table. */
const phases = ['spec', 'build', 'test', 'release', 'shipped', 'blocked', 'unknown'];

/** Figures over many seeds. */
export class Tally {
  seeds = 0;
  events = 0;
  rows = 0;
  virtualMs = 0;
  shipped = 0;
  readonly failing: SeedResult[] = [];
  readonly #coverage = new Map<FaultKind, Map<string, number>>();

  add(result: SeedResult): void {
    this.seeds += 1;
    this.events += result.events;
    this.rows += result.rows;
    this.virtualMs += result.virtualMs;
    this.shipped += result.shipped;
    if (result.violations.length > 0) this.failing.push(result);
    for (const kind of allFaultKinds) {
      const counts = this.#coverage.get(kind) ?? new Map<string, number>();
      this.#coverage.set(kind, counts);
      for (const [phase, n] of Object.entries(result.coverage[kind] ?? {})) {
        counts.set(phase, (counts.get(phase) ?? 0) + n);
      }
    }
  }

  /** How often a fault struck, over all phases. */
  struck(kind: FaultKind): number {
    return [...(this.#coverage.get(kind)?.values() ?? [])].reduce((sum, n) => sum + n, 0);
  }

  /** Kinds of faults that never struck: a run that has one proves nothing about it. */
  never(): FaultKind[] {
    return allFaultKinds.filter((kind) => this.struck(kind) === 0);
  }

  /** Fault × phase, how often each struck something in that phase. */
  table(): string {
    const head = ['fault', 'each', ...phases].map((text, at) => text.padEnd(at === 0 ? 20 : 9)).join('');
    const rows = allFaultKinds.map((kind) => {
      const counts = this.#coverage.get(kind);
      const cells = phases.map((phase) => String(counts?.get(phase) ?? 0).padEnd(9));
      return `${kind.padEnd(20)}${faultKinds[kind].of.padEnd(9)}${cells.join('')}`;
    });
    return [head, ...rows].join('\n');
  }

  figures(seconds: number): Record<string, number> {
    return {
      seeds: this.seeds,
      'seeds per second': round(this.seeds / seconds),
      events: this.events,
      'events per second': Math.round(this.events / seconds),
      'journal rows': this.rows,
      'simulated days': round(this.virtualMs / 86_400_000),
      'releases shipped': this.shipped,
      'faults struck': allFaultKinds.reduce((sum, kind) => sum + this.struck(kind), 0),
      'seeds with violations': this.failing.length,
    };
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
