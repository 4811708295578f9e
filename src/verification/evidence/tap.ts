import { Parser, type Result } from 'tap-parser';
import type { TestResult } from '../test-report.ts';
import { failureText, pathInBuild } from './failure-text.ts';
import { mostTests } from './read-limits.ts';
import type { ReportRead } from './report-read.ts';

/** A line of TAP below a hundred groups is none. */
const tooDeep = /^ {400}/m;

/**
 * TAP of version 13 or 14, with subtests. A test that others are in counts only where it failed by itself. Undefined for a
 * text without a plan: it was still being written when its process ended.
 */
export function readTap(text: string, build: string): ReportRead | undefined {
  if (tooDeep.test(text) || !/^1\.\.\d+/m.test(text)) return undefined;
  const results: TestResult[] = [];
  const problems: string[] = [];
  const parser = new Parser();
  collect(parser, [], build, results);
  parser.on('bailout', (reason: unknown) => problems.push(`the tests bailed out: ${String(reason)}`));
  let isWhole = true;
  parser.on('complete', (final) => {
    if (final.plan.start === null) isWhole = false;
    for (const failure of final.failures) {
      if (failure.tapError) problems.push(`the report contradicts itself: ${String(failure.tapError)}`);
    }
  });
  try {
    parser.end(text);
  } catch {
    return undefined;
  }
  if (!isWhole || results.length > mostTests) return undefined;
  return { results, problems: problems.slice(0, 5) };
}

function collect(parser: Parser, path: readonly string[], build: string, results: TestResult[]): void {
  let failedBelow = false;
  parser.on('child', (child: Parser) => {
    const from = results.length;
    collect(child, [...path, child.name], build, results);
    child.on('complete', () => {
      failedBelow = results.slice(from).some((result) => result.status === 'failed');
    });
  });
  parser.on('assert', (one: Result) => {
    if (results.length > mostTests) return;
    const isGroup = one.closingTestPoint;
    if (!isGroup || (!one.ok && !failedBelow)) results.push(resultOf(one, path, build));
    failedBelow = false;
  });
}

function resultOf(one: Result, path: readonly string[], build: string): TestResult {
  const skipped = one.skip !== false && one.skip !== undefined;
  const todo = one.todo !== false && one.todo !== undefined;
  const diag: Readonly<Record<string, unknown>> =
    typeof one.diag === 'object' && one.diag !== null ? one.diag : {};
  const [, file, line] = String(diag.location ?? diag.at ?? '').match(/^(.+?):(\d+)(?::\d+)?$/) ?? [];
  const inside = file ? pathInBuild(file, build) : undefined;
  return {
    id: [...path, one.name || `test ${one.id}`].join(' > '),
    status: skipped || todo ? 'skipped' : one.ok ? 'passed' : 'failed',
    message: one.ok ? '' : failureText(String(diag.error ?? diag.message ?? '')),
    ...(inside ? { file: inside, line: Number(line) } : {}),
    ...(typeof one.time === 'number' ? { durationMs: one.time } : {}),
  };
}
