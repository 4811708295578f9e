import type { Stack } from '../../stack/stack.ts';
import { runAcceptance } from '../acceptance/run-acceptance.ts';
import type { Check } from '../check.ts';
import type { CleanRoom } from '../clean-room.ts';
import { runControls } from '../controls/run-controls.ts';
import { type Coverage, coverageOf } from '../coverage.ts';
import type { GateContext, PassedSuite } from '../gate-context.ts';
import { checkAssertionsMade } from '../integrity/check-assertions-made.ts';
import { checkIntegrity } from '../integrity/check-integrity.ts';
import { layOverProtected } from '../integrity/lay-over-protected.ts';
import { judge } from '../judge.ts';
import { runLevels } from '../levels/run-levels.ts';
import { runSuite, type Tick } from '../runners/run-suite.ts';
import type { TestReport } from '../test-report.ts';
import { changedPaths, treeDigest } from '../tree-digest.ts';
import { findFlaky } from './find-flaky.ts';
import { failed, type GateOptions, type GateOutcome, inconclusive } from './gate.ts';
import { installForGate } from './install-for-gate.ts';
import { countsOf, emptyFiles, judgeSuite, rounded } from './judge-suite.ts';
import { settingsForGate, stackForGate } from './stack-for-gate.ts';
import { suiteLines } from './suite-lines.ts';
import { writtenTests } from './written-tests.ts';

/**
 * Gate *test*: the suite was not weakened, it passes and covers the source, it would have noticed a broken implementation,
 * the started service answers as the spec says, and the levels hold.
 */
export async function testGate(room: CleanRoom, options: GateOptions): Promise<GateOutcome> {
  const asked = settingsForGate(options.andonYaml, options.verificationOfHome);
  if ('outcome' in asked) return asked.outcome;
  const found = await stackForGate(room.build, options.andonYaml);
  if ('outcome' in found) return found.outcome;
  const { stack } = found;
  if (!stack.test) return failed([noTests(stack)], { hasTests: false, tests: countsOf([]) });
  const { settings } = asked;
  const { startMs, testsMs, installMs } = options.times;
  const context: GateContext = { ...options, room, stack, plan: stack.test, settings, startMs, testsMs };

  const checks = [...(await layOverProtected(context))];
  options.progress({ phase: 'install' });
  const wrong = await installForGate(room, stack, {
    dependencies: options.dependencies,
    service: options.order.service.id,
    settings,
    timeoutMs: installMs,
  });
  if (wrong) return wrong;
  const suite = await runOnce(context, settings.verification.coverage ?? options.coveragePercent);
  if ('outcome' in suite) return suite.outcome;
  const { report, check } = suite;
  checks.push(check);
  options.progress({ phase: 'integrity' });
  checks.push(...(await checkIntegrity(context)));
  const isSound = checks.every((one) => one.status !== 'failed' || one.advisory);
  if (isSound) {
    const passed = { ...context, report } satisfies PassedSuite;
    checks.push(...(await checkAssertionsMade(passed)));
    options.progress({ phase: 'controls' });
    checks.push(...(await runControls(passed)));
  }
  options.progress({ phase: 'acceptance' });
  checks.push(...(await runAcceptance(context)));
  options.progress({ phase: 'levels' });
  checks.push(...(await runLevels(context)));
  return {
    ...judge(checks),
    hasTests: true,
    tests: countsOf(report.results),
    results: report.results,
    runner: context.plan.runner,
    checks,
    covered: suite.covered,
    ...(suite.coverage === null ? {} : { coverage: suite.coverage }),
  };
}

type SuiteRun =
  | { readonly outcome: GateOutcome }
  | {
      readonly report: TestReport;
      readonly check: Check;
      readonly coverage: number | null;
      readonly covered: Coverage['files'];
    };

async function runOnce(context: GateContext, threshold: number): Promise<SuiteRun> {
  const { room, stack, plan, settings } = context;
  const expected = await writtenTests(room.build);
  const tick: Tick = (passed, seen) =>
    context.progress({ phase: 'test', passed, total: Math.max(expected, seen) });
  tick(0, 0);
  const before = await treeDigest(room.build);
  const began = performance.now();
  const report = await runSuite(room, stack, plan, { timeoutMs: context.testsMs, tick });
  const durationMs = performance.now() - began;
  const { passed, total } = countsOf(report.results);
  const line = suiteLines(report);
  context.progress({ phase: 'test', ...(total > 0 ? { passed, total } : {}), line });
  if (report.environment !== null) return { outcome: inconclusive('environment', report.environment) };
  if (report.results.length === 0) {
    // What crashed or hung holds tests that need fixing; what ended in good order without one needs them written.
    const reasons = [...report.problems, ...emptyFiles(report), noTests(stack)];
    const tests = countsOf([]);
    return { outcome: failed(reasons, { hasTests: report.problems.length > 0, tests }) };
  }
  const changed = changedPaths(before, await treeDigest(room.build));
  const coverage = await coverageOf(room.build, stack, report.hits);
  const { skips } = settings.verification;
  const check = judgeSuite({ report, changed, coverage, threshold, skips });
  const flaky = check.status === 'failed' ? await findFlaky(context, report, durationMs) : null;
  return {
    report,
    check: { ...(flaky ?? check), durationMs },
    coverage: coverage.percent === null ? null : rounded(coverage.percent),
    covered: coverage.files,
  };
}

function noTests(stack: Stack): string {
  const place = stack.name === 'python' ? 'BUILD/tests/test_*.py' : 'BUILD/test/*.test.js';
  return `No test ran. Tests are looked for in ${stack.name === 'go' ? 'BUILD/**/*_test.go' : place}`;
}
