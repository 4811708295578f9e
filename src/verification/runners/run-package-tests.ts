import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack, TestPlan } from '../../stack/stack.ts';
import { type CleanRoom, machineTrouble, outgrown, type RoomCommand } from '../clean-room.ts';
import { endingWords } from '../evidence/ending-words.ts';
import { focusedTests } from '../evidence/focused-tests.ts';
import { readReport } from '../evidence/read-limits.ts';
import type { ReportRead } from '../evidence/report-read.ts';
import { type LineHits, notRun, type TestReport, type TestResult } from '../test-report.ts';
import { jestRun } from './jest-run.ts';
import { mochaRun } from './mocha-run.ts';
import type { SuiteOptions } from './run-suite.ts';
import { toolFolder } from './tool-file.ts';
import { vitestRun } from './vitest-run.ts';

type Plan = Extract<TestPlan, { runner: 'vitest' | 'jest' | 'mocha' }>;

/** How one of these runners is called, and how what it leaves is read. */
export type PackageRun = {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  read(text: string): Promise<ReportRead | undefined>;
  hits(): Promise<LineHits>;
};

export type PackageOrder = {
  readonly room: CleanRoom;
  readonly stack: Stack;
  readonly files: readonly string[];
  readonly options: SuiteOptions;
  /** Where the report is to be written. */
  readonly report: string;
  /** An empty folder for figures of coverage. */
  readonly figures: string;
  /** Runs a small command in the room; its output, or null where it did not end well. */
  ask(command: Pick<RoomCommand, 'argv'>): Promise<string | null>;
};

/** Either the call, or the sentence that says why the suite cannot be run. */
export type Prepared = PackageRun | { readonly problem: string };

/**
 * Vitest, Jest or Mocha as `package.json` has it, by Andon's own command line: never `npm test`, and with the options
 * that keep a configuration of the project from weakening the run.
 */
export async function runPackageTests(
  room: CleanRoom,
  stack: Stack,
  plan: Plan,
  files: readonly string[],
  options: SuiteOptions,
): Promise<TestReport> {
  if (plan.distrust !== null) return refused(plan.distrust);
  const report = join(room.reports, `${plan.runner}.json`);
  const figures = join(room.reports, 'figures');
  // What an earlier run may have left there is not this one's report.
  for (const path of [report, figures]) await rm(path, { recursive: true, force: true });
  await mkdir(figures, { recursive: true });
  const ask = async ({ argv }: Pick<RoomCommand, 'argv'>) => {
    const outcome = await room.run(stack, { argv, network: 'none', timeoutMs: 30_000 });
    return outcome.reason === 'exited' && outcome.exit === 0 ? outcome.output : null;
  };
  const prepare = { vitest: vitestRun, jest: jestRun, mocha: mochaRun }[plan.runner];
  const run = await prepare({ room, stack, files, options, report, figures, ask });
  if ('problem' in run) return refused(run.problem);
  const ticks = countTicks(options);
  const outcome = await room.run(stack, {
    argv: run.argv,
    env: { ...run.env, ...options.env },
    readable: [toolFolder(room)],
    network: 'loopback',
    timeoutMs: options.timeoutMs,
    onLine: ticks,
  });
  const trouble = machineTrouble(outcome, 'node');
  if (trouble) return notRun(trouble);
  const read = await run.read(await readReport(report));
  const results = read?.results ?? [];
  const problems = [...(read?.problems ?? [])];
  const words = endingWords(outcome.output, room.build);
  const ending = outcome.signal ?? `exit ${outcome.exit}`;
  const large = outgrown(outcome, plan.runner);
  const notPassed = results.some((one) => one.status === 'failed');
  if (outcome.reason === 'timeout')
    problems.push(
      `${plan.runner} did not end in its time: a test hangs, or a server, timer or promise is left open`,
    );
  else if (large !== null) problems.push(large);
  else if (!read)
    problems.push(
      `${plan.runner} ended before it reported (${ending}):\n${words || 'something ends the process before the tests are done'}`,
    );
  else if (outcome.exit !== 0 && !notPassed)
    problems.push(`${plan.runner} ended with ${ending} although no test failed:\n${words}`);
  else if (outcome.exit === 0 && notPassed)
    problems.push(`${plan.runner} ended with exit 0 although a test failed`);
  problems.push(...(await focusedTests(room.build, files)));
  const reported = new Set([...(read?.files ?? []), ...results.map((one) => one.file)]);
  const isWhole = read !== undefined && outcome.reason === 'exited' && !options.bail;
  return {
    results: only(results, options),
    hits: (options.coverage ?? true) ? await run.hits() : new Map(),
    empty: isWhole ? files.filter((file) => !reported.has(file)) : [],
    problems,
    environment: null,
  };
}

function refused(problem: string): TestReport {
  return { results: [], hits: new Map(), empty: [], problems: [problem], environment: null };
}

/** Runners take paths as patterns: what else matched was not asked for. */
function only(results: readonly TestResult[], options: SuiteOptions): readonly TestResult[] {
  const asked = options.only === undefined ? undefined : new Set(options.only);
  return asked ? results.filter((one) => one.file === undefined || asked.has(one.file)) : results;
}

function countTicks(options: SuiteOptions): (line: string) => void {
  let passed = 0;
  let seen = 0;
  return (line) => {
    const [, mark] = line.match(/^\s*([✓√✔×✕✗✖↓○]|not ok|ok)\s/) ?? [];
    if (!mark) return;
    seen += 1;
    if (['✓', '√', '✔', 'ok'].includes(mark)) passed += 1;
    options.tick(passed, seen);
  };
}
