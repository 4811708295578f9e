import { type Check, failedCheck, inconclusiveCheck, passedCheck, skippedCheck } from '../check.ts';
import type { GateContext } from '../gate-context.ts';
import { Broken, LeftOpen, MachineTrouble, type Probe } from './probe.ts';
import { probesOf } from './probes-of.ts';
import { ServiceHost } from './service-host.ts';
import { SpecView } from './spec-view.ts';
import { World } from './world.ts';

const name = 'acceptance';
const shownReasons = 12;

/** What was tried of a spec, and what does not hold. */
type Tally = { tried: number; open: number; readonly broken: Map<string, string> };
type Later = { readonly probe: Probe; readonly run: () => Promise<void> };

/** Asks the started service what the spec says of it, with values drawn from the context's seed. */
export async function runProbes(context: GateContext): Promise<Check> {
  const began = performance.now();
  const random = context.random.fork('acceptance');
  const spec = new SpecView(context.spec);
  const probes = probesOf(spec);
  const { criteria } = spec.study;
  const tried = new Set(probes.map(({ quote }) => quote.line));
  const understood = criteria.filter(
    ({ facts, clause }) => facts.length > 0 || tried.has(clause.line),
  ).length;
  const figures = (tally: Tally) => ({
    facts: {
      seed: random.seed,
      probes: tally.tried,
      open: tally.open,
      criteria: understood,
      notUnderstood: criteria.length - understood,
      ...(spec.needsLogin ? { login: true } : {}),
    },
    durationMs: performance.now() - began,
  });
  const tally: Tally = { tried: 0, open: 0, broken: new Map() };
  if (probes.length === 0)
    return skippedCheck(name, 'nothing in the spec was understood that could be tried', figures(tally));
  const host = new ServiceHost(context.room, context.stack, context.startMs, random);
  try {
    const problem = await host.start();
    if (problem)
      return problem.kind === 'missing' || problem.kind === 'occupied' || problem.kind === 'failed'
        ? inconclusiveCheck(name, 'environment', problem.text, figures(tally))
        : failedCheck(name, [`The service does not start for acceptance: ${problem.text}`], figures(tally));
    await tryAll(context, host, spec, probes, tally);
  } catch (error) {
    if (error instanceof MachineTrouble)
      return inconclusiveCheck(name, 'environment', error.message, figures(tally));
    throw error;
  } finally {
    await host.stop();
  }
  const reasons = [...tally.broken].map(([quote, seen]) => `${quote}: ${seen}`);
  if (reasons.length === 0) return passedCheck(name, figures(tally));
  const more = reasons.length - shownReasons;
  return failedCheck(
    name,
    more > 0
      ? [...reasons.slice(0, shownReasons), `and ${more} more statements of SPEC.md do not hold`]
      : reasons,
    figures(tally),
  );
}

async function tryAll(
  context: GateContext,
  host: ServiceHost,
  spec: SpecView,
  probes: readonly Probe[],
  tally: Tally,
): Promise<void> {
  const later: Later[] = [];
  for (const [at, probe] of probes.entries()) {
    context.room.signal.throwIfAborted();
    context.progress({ phase: 'acceptance', passed: tally.tried - tally.broken.size, total: probes.length });
    const world = new World(spec, context.random.fork(`acceptance/${at}`), () => host.service);
    const run = await attempt(probe, tally, () => probe.run(world));
    if (run) later.push({ probe, run });
    // What ended the service is told; the others are tried on a new one, as far as it starts.
    if (host.service.ended() !== null && (await host.start()) !== null) return;
  }
  if (later.length === 0) return;
  const problem = await host.start();
  for (const { probe, run } of later) {
    if (problem)
      note(probe, tally, `the service does not start again on the data it had left: ${problem.text}`);
    else await attempt(probe, tally, run);
  }
}

async function attempt<T>(probe: Probe, tally: Tally, run: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await run();
    if (result === undefined) tally.tried += 1;
    return result;
  } catch (error) {
    if (error instanceof Broken) note(probe, tally, error.message);
    else if (error instanceof LeftOpen) tally.open += 1;
    else throw error;
    return undefined;
  }
}

/** One reason for a statement, the first. */
function note({ quote }: Probe, tally: Tally, seen: string): void {
  tally.tried += 1;
  const text = quote.text.replace(/`/g, '');
  const key = `SPEC.md:${quote.line} "${text.length > 160 ? `${text.slice(0, 160)}…` : text}"`;
  if (!tally.broken.has(key)) tally.broken.set(key, seen);
}
