import { z } from 'zod';
import type { TestResult, TestStatus } from '../test-report.ts';
import { failureText, pathInBuild, placeIn } from './failure-text.ts';
import { mostTests, readJson } from './read-limits.ts';

const assertion = z.looseObject({
  ancestorTitles: z.array(z.string()).default([]),
  title: z.string().default(''),
  status: z.string(),
  duration: z.number().nullish(),
  failureMessages: z.array(z.string()).nullish(),
  location: z.looseObject({ line: z.number() }).nullish(),
  /** Jest: how often it was run until this came of it. */
  invocations: z.number().nullish(),
});
const testFile = z.looseObject({
  name: z.string(),
  status: z.string().optional(),
  message: z.string().nullish(),
  assertionResults: z.array(assertion).max(mostTests),
});
const report = z.looseObject({
  numTotalTests: z.number(),
  success: z.boolean(),
  testResults: z.array(testFile),
});

export type AssertionReport = {
  readonly results: readonly TestResult[];
  /** Test files that were run, also those without a test. */
  readonly files: readonly string[];
  /** What the report says of itself that its tests do not, one sentence each. */
  readonly problems: readonly string[];
};

/**
 * The JSON report of Jest, which Vitest writes too. A file that could not be loaded is one failed test. Undefined for what
 * is no whole report.
 */
export function readAssertionResults(text: string, build: string): AssertionReport | undefined {
  const parsed = report.safeParse(readJson(text));
  if (!parsed.success) return undefined;
  const results: TestResult[] = [];
  const files: string[] = [];
  const problems: string[] = [];
  let tests = 0;
  for (const one of parsed.data.testResults) {
    const file = pathInBuild(one.name, build) ?? one.name;
    files.push(file);
    tests += one.assertionResults.length;
    for (const test of one.assertionResults) results.push(resultOf(test, file, build));
    if (one.status === 'failed' && !one.assertionResults.some((test) => test.status === 'failed')) {
      results.push(brokenFile(file, one.message ?? '', build));
    }
  }
  const { numTotalTests, success } = parsed.data;
  if (numTotalTests !== tests) {
    problems.push(`the report counts ${numTotalTests} tests and holds ${tests}`);
  }
  if (!success && !results.some((result) => result.status !== 'passed')) {
    problems.push('the report says that the run failed, and names no test that did');
  }
  return { results, files, problems };
}

function resultOf(test: z.infer<typeof assertion>, file: string, build: string): TestResult {
  const message = (test.failureMessages ?? []).join('\n');
  const place = message === '' ? undefined : placeIn(message, build, file);
  const line = place?.file === file ? place.line : test.location?.line;
  const retries = (test.invocations ?? 1) - 1;
  return {
    id: [file, ...test.ancestorTitles, test.title].filter((word) => word !== '').join(' > '),
    status: statusOf(test.status),
    message: test.status === 'todo' ? 'todo' : failureText(message),
    file,
    ...(line === undefined ? {} : { line }),
    ...(typeof test.duration === 'number' ? { durationMs: test.duration } : {}),
    ...(retries > 0 ? { retries } : {}),
  };
}

function brokenFile(file: string, message: string, build: string): TestResult {
  const place = placeIn(message, build, file);
  return {
    id: file,
    status: 'failed',
    message: failureText(message) || 'the file failed outside of its tests',
    file: place?.file ?? file,
    ...(place ? { line: place.line } : {}),
  };
}

function statusOf(status: string): TestStatus {
  if (status === 'passed') return 'passed';
  return ['pending', 'skipped', 'todo', 'disabled', 'focused'].includes(status) ? 'skipped' : 'failed';
}
