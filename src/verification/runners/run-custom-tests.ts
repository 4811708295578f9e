import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack, TestPlan } from '../../stack/stack.ts';
import { type CleanRoom, machineTrouble, outgrown } from '../clean-room.ts';
import { endingWords } from '../evidence/ending-words.ts';
import { readReport } from '../evidence/read-limits.ts';
import { readCoverageReport, readTestReport } from '../evidence/read-report-file.ts';
import { notRun, type TestReport } from '../test-report.ts';
import type { SuiteOptions } from './run-suite.ts';

/** The test command of the user's `andon.yaml`, by the reports it writes. It is always run whole. */
export async function runCustomTests(
  room: CleanRoom,
  stack: Stack,
  plan: Extract<TestPlan, { runner: 'custom' }>,
  options: SuiteOptions,
): Promise<TestReport> {
  const { report, coverage } = plan;
  const program = plan.argv[0] ?? '';
  // A report that was handed in with the sources says nothing about this run.
  const kept = await Promise.all([report, coverage].map(({ path }) => setAside(join(room.build, path))));
  const outcome = await room.run(stack, {
    argv: plan.argv,
    env: options.env ?? {},
    network: 'loopback',
    timeoutMs: options.timeoutMs,
    // The user's own command may build before it tests; what it changed is looked at afterwards.
    frozen: false,
  });
  const text = await readReport(join(room.build, report.path));
  const figures = await readReport(join(room.build, coverage.path));
  for (const restore of kept) await restore();
  const trouble = machineTrouble(outcome, program);
  if (trouble) return notRun(trouble);
  const read = readTestReport(report.format, text, room.build);
  const hits = await readCoverageReport(coverage.format, figures, room.build);
  const problems = [...(read?.problems ?? [])];
  const words = endingWords(outcome.output, room.build);
  const failures = read?.results.some((one) => one.status === 'failed') ?? false;
  if (outcome.reason !== 'exited')
    problems.push(`${outgrown(outcome, program) ?? `${program} did not end in its time`}:\n${words}`);
  else if (!read)
    problems.push(
      `${program} left no whole ${report.format} report at ${report.path} (exit ${outcome.exit}):\n${words}`,
    );
  else if (outcome.exit !== 0 && !failures)
    problems.push(`${program} ended with exit ${outcome.exit} although no test failed:\n${words}`);
  else if (outcome.exit === 0 && failures)
    problems.push(`${program} ended with exit 0 although a test failed`);
  return { results: read?.results ?? [], hits, empty: [], problems, environment: null };
}

/** Takes a file away until the function it resolves to is called. */
async function setAside(path: string): Promise<() => Promise<void>> {
  const bytes = await readFile(path).catch(() => null);
  await rm(path, { recursive: true, force: true });
  return async () => {
    if (bytes !== null) await writeFile(path, bytes);
  };
}
