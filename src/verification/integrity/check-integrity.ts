import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, failedCheck, inconclusiveCheck, passedCheck } from '../check.ts';
import type { GateContext } from '../gate-context.ts';
import { lintTestCommand } from './argv/lint-test-command.ts';
import { compareSuites } from './diff/compare-suites.ts';
import { foldedTests } from './diff/folded-tests.ts';
import { specSays } from './diff/spec-says.ts';
import { sentence } from './diff/weakening.ts';
import { readSuite } from './read-suite.ts';
import { readingOf } from './reading.ts';
import type { SuiteFacts } from './suite-facts.ts';
import { isTestSide } from './test-side.ts';
import { knownInputs } from './tricks/known-inputs.ts';
import { suiteTricks, type Told } from './tricks/suite-tricks.ts';
import { toldCheck } from './tricks/told-check.ts';

/**
 * Whether the suite says less than that of what serves, or of what the work started from, without the spec asking for
 * it (`integrity`), whether anything bends the checks (`tricks`), and whether the test command can fail (`command`).
 */
export async function checkIntegrity(context: GateContext): Promise<Check[]> {
  const began = performance.now();
  const now = await readingOf(context);
  if (!now.ok) return [inconclusiveCheck('integrity', 'environment', now.reason)];
  const { files } = now.facts;
  const told = [
    ...files.flatMap((file) => file.findings.map((one) => ({ ...one, path: file.path }))),
    ...suiteTricks(files),
    ...knownInputs(files, context.spec),
    ...unread(files),
  ];
  const compared = await weakenings(context, now.facts);
  const durationMs = performance.now() - began;
  return [{ ...compared, durationMs }, toldCheck('tricks', told), ...(await commandCheck(context))];
}

async function weakenings(context: GateContext, after: SuiteFacts): Promise<Check> {
  const { room, baseline, parent, order } = context;
  const reasons = new Set<string>();
  const facts = countsOf(after);
  const says = specSays(context.baseSpec, context.spec);
  const repaired = order.cause === 'incident' || order.cause === 'hand-edit';
  for (const [root, ran] of [
    [baseline, context.baseTests],
    [parent, null],
  ] as const) {
    if (root === null) continue;
    const before = await readSuite(room.sandbox, root, room.signal);
    if (!before.ok) return inconclusiveCheck('integrity', 'environment', before.reason, { facts });
    const passed = ran?.filter((one) => one.status === 'passed') ?? null;
    for (const one of compareSuites({ before: before.facts, after, says, ran: passed, repaired }))
      reasons.add(sentence(one));
    if (root === baseline) Object.assign(facts, prefixed(countsOf(before.facts)));
  }
  return reasons.size === 0
    ? passedCheck('integrity', { facts })
    : failedCheck('integrity', [...reasons], { class: 'tampering', facts });
}

/** Tests that cannot be counted: they would not run either. */
function unread(files: SuiteFacts['files']): Told[] {
  return files
    .filter((file) => file.broken !== null && isTestSide(file.path))
    .map(({ path, broken }) => ({
      path,
      line: 1,
      class: 'work',
      what: broken ?? '',
      instead: 'its tests cannot be counted until it is repaired',
    }));
}

type Counts = Record<string, number>;

function countsOf({ files, snapshots }: SuiteFacts): Counts {
  const tests = foldedTests(files).filter((test) => !test.hook);
  const assertions = tests.reduce(
    (sum, test) => sum + test.checks.filter((one) => one.strength > 0).length,
    0,
  );
  const off = tests.filter((test) => test.off !== null).length;
  const entries = snapshots.reduce((sum, one) => sum + one.entries.size, 0);
  return { tests: tests.length, assertions, skipped: off, snapshots: entries };
}

function prefixed(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).map(([name, value]) => [`${name}Before`, value]));
}

async function commandCheck({ plan, room }: GateContext): Promise<Check[]> {
  if (plan.runner !== 'custom') return [];
  const text = (name: string) => readFile(join(room.build, name), 'utf8').catch(() => null);
  const files = {
    packageJson: await text('package.json'),
    makefile: (await text('Makefile')) ?? (await text('makefile')),
  };
  const { own, reached } = lintTestCommand(plan.argv, files);
  if (own.length > 0) {
    return [
      inconclusiveCheck('command', 'gate', `stack.test.argv in andon.yaml cannot fail: ${own.join('; ')}`),
    ];
  }
  if (reached.length === 0) return [passedCheck('command')];
  const reasons = reached.map(
    ({ place, what }) => `${place}: ${what}; let it end with the status of the tests`,
  );
  return [failedCheck('command', reasons, { class: 'tampering' })];
}
