import { type Check, failedCheck, inconclusiveCheck, passedCheck, skippedCheck } from '../check.ts';
import type { GateContext } from '../gate-context.ts';
import { MachineTrouble } from './probe.ts';
import { probesOf } from './probes-of.ts';
import { ServiceHost } from './service-host.ts';
import { SpecView } from './spec-view.ts';
import { Tally } from './tally.ts';
import { Trial } from './trial.ts';

const name = 'acceptance';
const shownReasons = 12;

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
      further: tally.further,
      criteria: understood,
      notUnderstood: criteria.length - understood,
      ...tally.lines(),
      ...(spec.needsLogin ? { login: true } : {}),
    },
    durationMs: performance.now() - began,
  });
  const tally = new Tally();
  if (probes.length === 0)
    return skippedCheck(name, 'nothing in the spec was understood that could be tried', figures(tally));
  const host = new ServiceHost(context.room, context.stack, context.startMs, random);
  try {
    const problem = await host.start();
    if (problem)
      return problem.kind === 'missing' || problem.kind === 'occupied' || problem.kind === 'failed'
        ? inconclusiveCheck(name, 'environment', problem.text, figures(tally))
        : failedCheck(name, [`The service does not start for acceptance: ${problem.text}`], figures(tally));
    await new Trial(context, host, spec, tally).run(probes);
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
