import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack, TestPlan } from '../../stack/stack.ts';
import { type CleanRoom, lastLines, machineTrouble } from '../clean-room.ts';
import { readJunit } from '../junit.ts';
import { readLcov } from '../lcov.ts';
import { notRun, type TestReport } from '../test-report.ts';

/** The test command of the user's `andon.yaml`, by the reports it writes. */
export async function runCustomTests(
  room: CleanRoom,
  stack: Stack,
  plan: Extract<TestPlan, { runner: 'custom' }>,
  options: { timeoutMs: number },
): Promise<TestReport> {
  const program = plan.argv[0] ?? '';
  const outcome = await room.run(stack, {
    argv: plan.argv,
    network: 'loopback',
    timeoutMs: options.timeoutMs,
  });
  const trouble = machineTrouble(outcome, program);
  if (trouble) return notRun(trouble);
  const results = readJunit(await read(join(room.build, plan.junit)));
  const hits = await readLcov(await read(join(room.build, plan.lcov)), room.build);
  const problems: string[] = [];
  const words = lastLines(outcome.output);
  if (outcome.reason !== 'exited')
    problems.push(`${program} did not end in its time or wrote too much:\n${words}`);
  else if (!results)
    problems.push(`${program} left no whole JUnit report at ${plan.junit} (exit ${outcome.exit}):\n${words}`);
  else if (outcome.exit !== 0 && !results.some((one) => one.status === 'failed')) {
    problems.push(`${program} ended with exit ${outcome.exit} although no test failed:\n${words}`);
  }
  return { results: results ?? [], hits, empty: [], problems, environment: null };
}

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
