import { z } from 'zod';
import type { TestResult } from '../test-report.ts';
import { failureText, pathInBuild, placeIn } from './failure-text.ts';
import { mostTests, readJson } from './read-limits.ts';
import type { ReportRead } from './report-read.ts';

const place = z.tuple([z.string(), z.number()]).nullish();
const test = z.looseObject({
  passed: z.boolean().optional(),
  fail: z.string().optional(),
  skip: z.string().optional(),
  place,
  reruns: z.number(),
  ms: z.number(),
});
const session = z.object({
  found: z.array(z.tuple([z.string(), z.string(), z.number().nullable()])).max(mostTests),
  tests: z.record(z.string(), test),
  broken: z.array(z.tuple([z.string(), z.string(), place])),
});

/**
 * What Andon's launcher of pytest wrote. Tests that were collected and of which nothing came are problems: a hook of the
 * service dropped them. Undefined for what is no whole session.
 */
export function readPytestSession(text: string, build: string): ReportRead | undefined {
  const parsed = session.safeParse(readJson(text));
  if (!parsed.success) return undefined;
  const { found, tests, broken } = parsed.data;
  const places = new Map(found.map(([id, file, line]) => [id, { file: pathInBuild(file, build), line }]));
  const results: TestResult[] = [];
  for (const [id, words, where] of broken) {
    const file = pathInBuild(id.split('::')[0] ?? id, build);
    const at = where ? { file: pathInBuild(where[0], build), line: where[1] } : placeIn(words, build, file);
    const line = at && at.file === file ? { line: at.line } : {};
    results.push({ id: named(id), status: 'failed', message: failureText(lastError(words)), file, ...line });
  }
  for (const [id, one] of Object.entries(tests)) results.push(resultOf(id, one, places.get(id), build));
  const dropped = found.filter(([id]) => !Object.hasOwn(tests, id));
  const problems = dropped.slice(0, 20).map(([id, , line]) => {
    const at = `${places.get(id)?.file ?? id}${line === null ? '' : `:${line}`}`;
    return `${at} ${named(id)} was collected and never run: a hook or an option leaves it out`;
  });
  if (dropped.length > 20) problems.push(`and ${dropped.length - 20} more that were never run`);
  return {
    results,
    problems: broken.length > 0 ? [] : problems,
    files: [...new Set(found.map(([id]) => id.split('::')[0] ?? id))],
  };
}

function resultOf(
  id: string,
  one: z.infer<typeof test>,
  known: { file: string | undefined; line: number | null } | undefined,
  build: string,
): TestResult {
  const crash = one.place ? pathInBuild(one.place[0], build) : undefined;
  const file = known?.file ?? crash ?? pathInBuild(id.split('::')[0] ?? id, build);
  const line = one.place && crash === file ? one.place[1] : known?.line;
  const status =
    one.fail !== undefined ? 'failed' : one.skip !== undefined || !one.passed ? 'skipped' : 'passed';
  return {
    id: named(id),
    status,
    message: failureText(one.fail ?? one.skip ?? ''),
    durationMs: Math.round(one.ms),
    ...(file === undefined ? {} : { file }),
    ...(typeof line === 'number' ? { line } : {}),
    ...(one.reruns > 0 ? { retries: one.reruns } : {}),
  };
}

/** `tests/test_a.py::TestX::test_y[1]` as every other id is written. */
function named(nodeid: string): string {
  const [head = '', ...tail] = nodeid.split('[');
  const path = head.replaceAll('::', ' > ');
  return tail.length === 0 ? path : `${path}[${tail.join('[')}`;
}

/** Of a failed import the lines that say what is wrong, without the trace before them. */
function lastError(words: string): string {
  const errors = words.split('\n').filter((line) => /^E\s/.test(line));
  return errors.length > 0 ? errors.map((line) => line.replace(/^E\s+/, '')).join('\n') : words;
}
