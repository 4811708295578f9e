import type { Violation } from '../checker/observation.ts';
import type { FaultKind } from './fault-kinds.ts';
import { World } from './world.ts';
import { drawPlan, type Smaller } from './world-plan.ts';

/** What came of one seed. Plain data: it is told from process to process. */
export type SeedResult = {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** Callbacks of the world that ran. */
  readonly events: number;
  /** Rows in the journal. */
  readonly rows: number;
  readonly virtualMs: number;
  /** Releases that took over. */
  readonly shipped: number;
  /** How often each fault struck, by the phase of what it struck. */
  readonly coverage: Partial<Record<FaultKind, Record<string, number>>>;
};

/** One line of a trace: true milliseconds, and what happened. */
export type Tracer = (atMs: number, line: string) => void;

/** Runs the world of this seed, made smaller as asked. A mistake that ends the world is a violation like any other. */
export async function runSeed(seed: number, smaller: Smaller = {}, trace?: Tracer): Promise<SeedResult> {
  const world = new World(drawPlan(seed, smaller));
  if (trace) follow(world, trace);
  const violations: Violation[] = [];
  try {
    await world.run();
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    violations.push({ promise: 'the world runs', seq: world.checker.fold.seq, text });
  }
  return {
    seed,
    violations: [...violations, ...world.violations],
    events: world.events,
    rows: world.checker.fold.seq,
    virtualMs: world.timeline.now,
    shipped: world.checker.events.get('ReleaseSwitched') ?? 0,
    coverage: Object.fromEntries(
      [...world.faults.coverage].map(([kind, phases]) => [kind, Object.fromEntries(phases)]),
    ),
  };
}

function follow(world: World, trace: Tracer): void {
  const { timeline } = world;
  world.faults.onStrike = (kind, service) =>
    trace(timeline.now, `  fault ${kind}${service ? ` on ${service}` : ''}`);
  world.onSeen((observation) => {
    if (observation.what === 'beat') return;
    if (observation.what !== 'committed') {
      trace(timeline.now, JSON.stringify(observation));
      return;
    }
    for (const { seq, stream, event } of observation.rows) {
      trace(timeline.now, `[${seq}] ${stream} ${JSON.stringify(event).slice(0, 300)}`);
    }
  });
}
