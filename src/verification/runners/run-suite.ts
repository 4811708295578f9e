import type { Stack, TestPlan } from '../../stack/stack.ts';
import type { CleanRoom } from '../clean-room.ts';
import type { TestReport, TestResult } from '../test-report.ts';
import { runCustomTests } from './run-custom-tests.ts';
import { runGoTests } from './run-go-tests.ts';
import { runNodeTests } from './run-node-tests.ts';
import { runPackageTests } from './run-package-tests.ts';
import { runPytest } from './run-pytest.ts';

/** Called for every test as it ends; for the card only. */
export type Tick = (passed: number, seen: number) => void;

export type SuiteOptions = {
  readonly timeoutMs: number;
  readonly tick: Tick;
  /** Default true. Without it the run is quicker and `hits` is empty. */
  readonly coverage?: boolean;
  /** Added to the environment: another time zone, another seed. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends at the first test file or test that fails: whether anything fails is all that is asked. */
  readonly bail?: boolean;
  /** Test files to run, of those the plan knows; default all. */
  readonly only?: readonly string[];
};

/** Runs the suite of `BUILD/` as it is in this room, by Andon's own command line. Rejects only when the verification is over. */
export async function runSuite(
  room: CleanRoom,
  stack: Stack,
  plan: TestPlan,
  options: SuiteOptions,
): Promise<TestReport> {
  const report = await runPlan(room, stack, plan, options);
  const results = distinct(report.results);
  return { ...report, results, problems: [...report.problems, ...retried(results)] };
}

function runPlan(room: CleanRoom, stack: Stack, plan: TestPlan, options: SuiteOptions): Promise<TestReport> {
  const asked = options.only === undefined ? undefined : new Set(options.only);
  const files = asked ? plan.files.filter((file) => asked.has(file)) : plan.files;
  switch (plan.runner) {
    case 'node':
      return runNodeTests(room, stack, files, options);
    case 'pytest':
      return runPytest(room, stack, files, options);
    case 'vitest':
    case 'jest':
    case 'mocha':
      return runPackageTests(room, stack, plan, files, options);
    case 'go':
      return runGoTests(room, stack, plan, options);
    case 'custom':
      return runCustomTests(room, stack, plan, options);
  }
}

/** Tests of one name in one place are told apart by their order, so that none hides behind another. */
function distinct(results: readonly TestResult[]): TestResult[] {
  const seen = new Map<string, number>();
  return results.map((result) => {
    const count = (seen.get(result.id) ?? 0) + 1;
    seen.set(result.id, count);
    return count === 1 ? result : { ...result, id: `${result.id} (${count})` };
  });
}

/** What passed only when it was run again did not pass: the same bytes once failed. */
function retried(results: readonly TestResult[]): string[] {
  return results
    .filter((result) => result.status === 'passed' && (result.retries ?? 0) > 0)
    .slice(0, 20)
    .map(({ id, file, line, retries }) => {
      const place = file === undefined || line === undefined ? '' : `${file}:${line} `;
      return `${place}${id} is flaky: it passed only after ${retries} more ${retries === 1 ? 'run' : 'runs'}`;
    });
}
