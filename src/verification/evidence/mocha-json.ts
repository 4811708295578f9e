import { z } from 'zod';
import type { TestResult } from '../test-report.ts';
import { failureText, pathInBuild, placeIn } from './failure-text.ts';
import { mostTests, readJson } from './read-limits.ts';

const test = z.looseObject({
  title: z.string(),
  fullTitle: z.string(),
  file: z.string().nullish(),
  duration: z.number().nullish(),
  currentRetry: z.number().nullish(),
  err: z.looseObject({ message: z.string().optional(), stack: z.string().optional() }).nullish(),
});
const list = z.array(test).max(mostTests);
const report = z.looseObject({
  stats: z.looseObject({ tests: z.number(), passes: z.number(), pending: z.number(), failures: z.number() }),
  tests: list,
  passes: list,
  failures: list,
  pending: list,
});
type MochaTest = z.infer<typeof test>;

export type MochaReport = { readonly results: readonly TestResult[]; readonly problems: readonly string[] };

/** The JSON report of Mocha. A hook that fails is a failed test. Undefined for what is no whole report. */
export function readMochaJson(text: string, build: string): MochaReport | undefined {
  const parsed = report.safeParse(readJson(text));
  if (!parsed.success) return undefined;
  const { stats, passes, failures, pending, tests } = parsed.data;
  const of = (list: readonly MochaTest[], status: TestResult['status']) =>
    list.map((one) => resultOf(one, status, build));
  const results = [...of(passes, 'passed'), ...of(failures, 'failed'), ...of(pending, 'skipped')];
  const problems: string[] = [];
  const same =
    stats.tests === tests.length &&
    stats.passes === passes.length &&
    stats.failures === failures.length &&
    stats.pending === pending.length;
  if (!same) problems.push(`the report counts ${stats.tests} tests and holds ${tests.length}`);
  const ended = new Set(results.map((result) => result.id));
  for (const one of tests) {
    const { id } = resultOf(one, 'passed', build);
    if (!ended.has(id)) problems.push(`${id} is in the report, and nothing says how it ended`);
  }
  return { results, problems: problems.slice(0, 5) };
}

function resultOf(one: MochaTest, status: TestResult['status'], build: string): TestResult {
  const file = one.file ? pathInBuild(one.file, build) : undefined;
  const groups = one.fullTitle.endsWith(one.title)
    ? one.fullTitle.slice(0, one.fullTitle.length - one.title.length).trim()
    : '';
  const stack = one.err?.stack ?? '';
  const message = one.err?.message ?? stack;
  const line = placeIn(stack, build, file);
  return {
    id: [file ?? '', groups, one.title].filter((word) => word !== '').join(' > '),
    status,
    message: status === 'failed' ? failureText(message) : '',
    ...(file === undefined ? {} : { file }),
    ...(line && (file === undefined || line.file === file) ? { file: line.file, line: line.line } : {}),
    ...(typeof one.duration === 'number' ? { durationMs: one.duration } : {}),
    ...(one.currentRetry ? { retries: one.currentRetry } : {}),
  };
}
