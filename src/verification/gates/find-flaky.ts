import { type Check, failedCheck } from '../check.ts';
import type { GateContext } from '../gate-context.ts';
import { runSuite } from '../runners/run-suite.ts';
import type { TestReport } from '../test-report.ts';

/** A suite that took longer is not run again to see whether it fails each time. */
const longestMs = 60_000;

/**
 * Runs a suite that failed once more. Where everything that failed passes now, on the same bytes, that is the finding;
 * null where something fails again. It never makes a pass.
 */
export async function findFlaky(
  context: GateContext,
  report: TestReport,
  tookMs: number,
): Promise<Check | null> {
  const failures = report.results.filter((one) => one.status === 'failed');
  if (failures.length === 0 || report.problems.length > 0 || tookMs > longestMs) return null;
  const again = await runSuite(context.room, context.stack, context.plan, {
    timeoutMs: context.testsMs,
    tick: () => {},
    coverage: false,
  });
  if (again.environment !== null || again.problems.length > 0) return null;
  const now = new Map(again.results.map((one) => [one.id, one]));
  const isSteady = failures.some((one) => now.get(one.id)?.status !== 'passed');
  if (isSteady) return null;
  const reasons = failures.map(({ id, message }) => {
    const said = message.trim() === '' ? '' : ` (it said: ${message.trim()})`;
    return `${id} failed, and passed when the same bytes were run again: make it steady${said}`;
  });
  return failedCheck('suite', reasons, { class: 'flaky', facts: { flaky: failures.length } });
}
