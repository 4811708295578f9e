import { z } from 'zod';
import type { TestResult } from '../test-report.ts';
import { failureText, pathInBuild, placeIn } from './failure-text.ts';
import { mostTests } from './read-limits.ts';
import type { ReportRead } from './report-read.ts';

const ended = z.looseObject({
  kind: z.enum(['pass', 'fail']),
  path: z.array(z.string()),
  file: z.string().nullish(),
  line: z.number().nullish(),
  group: z.boolean(),
  ms: z.number().nullish(),
  skip: z.string().optional(),
  todo: z.string().optional(),
  why: z.string().nullish(),
  message: z.string().optional(),
  stack: z.string().optional(),
});
const end = z.looseObject({
  kind: z.literal('end'),
  counts: z.looseObject({ tests: z.number().optional() }),
});
const line = z.union([ended, end]);

/** What Andon's reporter for Node wrote of one test file. Undefined without its last line: the process ended before its tests were done. */
export function readNodeEvents(text: string, testFile: string, build: string): ReportRead | undefined {
  const results: TestResult[] = [];
  let counted: number | undefined;
  let isWhole = false;
  for (const raw of text.split('\n')) {
    if (raw === '') continue;
    const one = parsed(raw);
    if (!one || isWhole || results.length > mostTests) return undefined;
    if (one.kind === 'end') {
      isWhole = true;
      counted = one.counts.tests;
    } else if (!one.group || isOwnFailure(one)) results.push(resultOf(one, testFile, build));
  }
  if (!isWhole) return undefined;
  const tests = results.filter((result) => !result.id.endsWith(groupMark)).length;
  const problems =
    counted === undefined || counted === tests
      ? []
      : [`${testFile}: the runner counted ${counted} tests, and its report holds ${tests}`];
  return { results, problems };
}

const groupMark = ' (the group itself)';

/** A group that failed by itself: in a hook or while it was set up, and not for a test in it. */
function isOwnFailure(one: z.infer<typeof ended>): boolean {
  return one.group && one.kind === 'fail' && one.why !== 'subtestsFailed';
}

function resultOf(one: z.infer<typeof ended>, testFile: string, build: string): TestResult {
  const skipped = one.skip !== undefined || one.todo !== undefined;
  const file = (one.file ? pathInBuild(one.file, build) : undefined) ?? testFile;
  const place = one.kind === 'fail' ? placeIn(one.stack ?? '', build, testFile) : undefined;
  const at = place?.file === testFile ? place.line : (one.line ?? undefined);
  return {
    id: [testFile, ...one.path].join(' > ') + (one.group ? groupMark : ''),
    status: skipped ? 'skipped' : one.kind === 'pass' ? 'passed' : 'failed',
    message: skipped ? (one.skip ?? one.todo ?? '') : failureText(one.message ?? ''),
    file: place?.file === testFile ? testFile : file,
    ...(at === undefined ? {} : { line: at }),
    ...(typeof one.ms === 'number' ? { durationMs: one.ms } : {}),
  };
}

function parsed(raw: string): z.infer<typeof line> | undefined {
  try {
    return line.parse(JSON.parse(raw));
  } catch {
    return undefined;
  }
}
