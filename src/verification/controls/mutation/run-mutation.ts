import type { TestPlan } from '../../../stack/stack.ts';
import { type Check, failedCheck, inconclusiveCheck, passedCheck, skippedCheck } from '../../check.ts';
import { type Control, patienceMs } from '../control.ts';
import { suiteNoticed } from '../suite-noticed.ts';
import { chooseMutants } from './choose-mutants.ts';
import { findMutants } from './find-mutants.ts';
import type { Mutant } from './mutant.ts';
import { testsReaching } from './tests-reaching.ts';

/** With fewer the share says too little. */
const fewest = 4;
const shown = 10;

/** The share of small changes of the changed and covered lines that the suite notices, as many as the time box allows. */
export async function runMutation(control: Control): Promise<Check[]> {
  const { context } = control;
  const { mutants: most, seconds, score: wanted } = context.settings.verification.mutation;
  const start = performance.now();
  const random = context.random.fork('mutation');
  const found = await findMutants(control);
  if ('environment' in found) return [inconclusiveCheck('mutation', 'environment', found.environment)];
  const chosen = chooseMutants(found, most, random);
  const box = AbortSignal.timeout(Math.max(1, Math.ceil(seconds * 1_000 - (performance.now() - start))));
  const tried = await tryAll(control, chosen, box);
  if ('environment' in tried) return [inconclusiveCheck('mutation', 'environment', tried.environment)];
  const { run, survivors } = tried;
  const noticed = run - survivors.length;
  const score = run === 0 ? 0 : Math.round((100 * noticed) / run);
  const facts = { run, survived: survivors.length, found: found.length, seed: random.seed };
  const more = { facts, durationMs: performance.now() - start };
  if (run < fewest) {
    const why =
      chosen.length < fewest
        ? `only ${chosen.length} of the changed lines that the tests run can be changed for a trial; ${fewest} are needed to judge`
        : `only ${run} small changes could be tried in ${seconds} s; ${fewest} are needed to judge`;
    return [skippedCheck('mutation', why, more)];
  }
  const scored = { ...more, facts: { ...facts, score } };
  if (score >= wanted) return [passedCheck('mutation', scored)];
  const reasons = survivors.slice(0, shown).map(({ path, line, before, after }) => {
    return `${path}:${line} \`${before}\` became \`${after === '' ? '(nothing)' : after}\` and no test noticed`;
  });
  const head = `the tests noticed ${noticed} of ${run} small changes of the source (${score} %), and ${wanted} % is asked for`;
  return [failedCheck('mutation', [head, ...reasons], scored)];
}

async function tryAll(
  control: Control,
  mutants: readonly Mutant[],
  box: AbortSignal,
): Promise<{ run: number; survivors: Mutant[] } | { readonly environment: string }> {
  const { context, room } = control;
  const survivors: Mutant[] = [];
  const texts = await textsOf(control);
  let run = 0;
  for (const mutant of mutants) {
    if (box.aborted || isCertain(control, mutants.length, run - survivors.length)) break;
    await room.write(mutant.path, mutant.content());
    try {
      const plan = firstReaching(context.plan, mutant.path, texts);
      const { report } = await room.suite(plan, { timeoutMs: patienceMs(control), bail: true, signal: box });
      if (report.environment !== null) return { environment: report.environment };
      run += 1;
      if (!suiteNoticed(report, context.report)) survivors.push(mutant);
    } catch (error) {
      if (!box.aborted || context.room.signal.aborted) throw error;
    } finally {
      await room.restore();
    }
  }
  return { run, survivors };
}

/** What the reference driver wrote is tried no longer than it takes to pass: its suites are known. */
function isCertain({ context }: Control, most: number, noticed: number): boolean {
  const { score } = context.settings.verification.mutation;
  return context.room.own && noticed >= fewest && 100 * noticed >= score * most;
}

/** What notices a change most likely is run first: with it the run ends. */
function firstReaching(plan: TestPlan, path: string, texts: ReadonlyMap<string, string>): TestPlan {
  return plan.runner === 'node' ? { ...plan, files: testsReaching(plan.files, path, texts) } : plan;
}

async function textsOf({ context, room, files }: Control): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  if (context.plan.runner !== 'node') return texts;
  for (const path of [...files.tests, ...files.sources])
    texts.set(path, (await room.read(path)).toString('utf8'));
  return texts;
}
