import type { Stack, TestPlan } from '../../stack/stack.ts';
import type { CleanRoom } from '../clean-room.ts';
import type { TestReport } from '../test-report.ts';
import { runCustomTests } from './run-custom-tests.ts';
import { runGoTests } from './run-go-tests.ts';
import { runNodeTests } from './run-node-tests.ts';
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
export function runSuite(
  room: CleanRoom,
  stack: Stack,
  plan: TestPlan,
  options: SuiteOptions,
): Promise<TestReport> {
  switch (plan.runner) {
    case 'node':
      return runNodeTests(room, stack, plan.files, options);
    case 'pytest':
      return runPytest(room, stack, plan.argv, options);
    case 'go':
      return runGoTests(room, stack, plan.argv, options);
    case 'custom':
      return runCustomTests(room, stack, plan, options);
  }
}
