import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, failedCheck, passedCheck, skippedCheck } from '../check.ts';
import type { PassedSuite } from '../gate-context.ts';
import { isJavaScript } from '../syntax/parse-javascript.ts';
import { vanishedTests } from './diff/vanished-tests.ts';
import { needNotRun } from './javascript/need-not-run.ts';
import { type Body, bodiesOf } from './made/bodies.ts';
import { calledBy } from './made/called-by.ts';
import { readingOf } from './reading.ts';
import type { Assertion, FileFacts } from './suite-facts.ts';
import { isTestSide } from './test-side.ts';

const name = 'assertions';
const mostTold = 30;

/**
 * Whether the assertions of the suite that passed were made: one on a line that never ran says nothing (`assertions`). And
 * whether tests that were made while the suite ran are gone since what serves (`kept`).
 */
export async function checkAssertionsMade(context: PassedSuite): Promise<Check[]> {
  const began = performance.now();
  const now = await readingOf(context);
  const kept = await vanishedTests(context);
  if (!now.ok) return kept;
  const { room, report } = context;
  const files = now.facts.files.filter((file) => isTestSide(file.path) && ran(file, report.hits));
  if (files.length === 0 && now.facts.files.some((file) => file.tests.length > 0)) {
    return [...kept, skippedCheck(name, 'the runner does not tell which lines of the tests ran')];
  }
  const reasons: string[] = [];
  let made = 0;
  let idle = 0;
  const called = calledBy(now.facts.files);
  for (const file of files) {
    const text = await readFile(join(room.build, file.path), 'utf8').catch(() => '');
    const excused = isJavaScript(file.path) ? needNotRun(file.path, text) : () => false;
    const isIdle = idleIn(file, context);
    for (const body of bodiesOf(file, context)) {
      const left = body.assertions.filter((one) => isIdle(one) === true && isMeant(one, body, excused));
      const some = body.assertions.some((one) => isIdle(one) === false);
      made += body.assertions.length - left.length;
      if (left.length === 0 || (!body.isTest && !some && !called(file, body.name))) continue;
      idle += left.length;
      reasons.push(reasonOf(file.path, left, body));
    }
  }
  const more = { facts: { made, neverMade: idle }, durationMs: performance.now() - began };
  if (reasons.length === 0) return [...kept, passedCheck(name, more)];
  const told = reasons.slice(0, mostTold);
  if (reasons.length > mostTold) told.push(`and ${reasons.length - mostTold} more`);
  return [...kept, failedCheck(name, told, more)];
}

function ran(file: FileFacts, hits: PassedSuite['report']['hits']): boolean {
  return [...(hits.get(file.path)?.values() ?? [])].some((count) => count > 0);
}

/** Whether an assertion was never reached; undefined where the figures do not tell. */
function idleIn(file: FileFacts, { report }: PassedSuite): (one: Assertion) => boolean | undefined {
  const lines = report.hits.get(file.path);
  const parts = report.idle?.get(file.path);
  return ({ at, line, besideCondition }) => {
    if (parts && at !== undefined) return parts.some(([from, to]) => from <= at && at < to);
    const count = lines?.get(line);
    if (count === undefined) return undefined;
    return count === 0 || besideCondition === true;
  };
}

/** What says little, or must not be reached, is not missed. */
function isMeant(one: Assertion, body: Body, excused: (at: number) => boolean): boolean {
  if (one.strength < 2 || one.excused || (one.at !== undefined && excused(one.at))) return false;
  const ofError = /^(?:e|err|error)$/.test(one.subject) && one.literals.every((value) => value === 'null');
  const other = body.assertions.some((each) => each !== one && each.line === one.line && each.at === one.at);
  return !ofError || other;
}

function reasonOf(path: string, left: readonly Assertion[], { name: title, isTest }: Body): string {
  const [first] = left;
  const place = `BUILD/${path}:${first?.line ?? 1}`;
  if (first?.besideCondition)
    return `${place} this assertion stands beside its condition, so nothing shows that it was made; write it on a line of its own`;
  const more =
    left.length > 1 ? `, and ${left.length - 1} more in ${isTest ? '' : 'the helper '}"${title}"` : '';
  return `${place} this assertion was never made${more}: the test left before it, or its condition did not hold; make it always`;
}
