import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesUnder } from '../../../stack/build-files.ts';
import type { TestPlan } from '../../../stack/stack.ts';
import { isTestPath } from '../../../stack/test-paths.ts';
import { type Check, failedCheck, inconclusiveCheck, passedCheck } from '../../check.ts';
import type { TestResult } from '../../test-report.ts';
import type { Control } from '../control.ts';

const shown = 5;

/** Where the change repairs an incident: whether a new test fails on the sources of the commit before. */
export async function runParent(control: Control): Promise<Check[]> {
  const { context, room, files } = control;
  const { parent, order } = context;
  if (order.cause !== 'incident' || parent === null) return [];
  const before = await textsUnder(parent);
  const changed: string[] = [];
  for (const file of files.tests) {
    if ((await room.read(file)).toString('utf8') !== before.get(file)) changed.push(file);
  }
  const known = [...before]
    .filter(([path]) => isTestPath(path))
    .map(([, text]) => text)
    .join('\n');
  const fresh = context.report.results.filter((result) => isNew(result, known, context.baseTests));
  if (changed.length === 0 || fresh.length === 0) {
    const reason =
      'the change repairs an incident and brings no new test: nothing shows that it was broken before';
    return [{ ...passedCheck('parent', { facts: { newTests: 0 } }), reasons: [reason] }];
  }
  for (const path of files.sources) {
    const old = before.get(path);
    // A file that is new stays away, as it did before.
    if (old === undefined) await room.remove(path);
    else await room.write(path, old);
  }
  for (const [path, text] of before) {
    if (!isTestPath(path) && !files.sources.includes(path) && isCode(path)) await room.write(path, text);
  }
  const run = await room.suite(onlyOf(context.plan, changed), { timeoutMs: context.testsMs, only: changed });
  await room.restore();
  if (run.report.environment !== null) {
    return [inconclusiveCheck('parent', 'environment', run.report.environment)];
  }
  const more = { facts: { newTests: fresh.length }, durationMs: run.durationMs };
  const status = new Map(run.report.results.map((result) => [result.id, result.status]));
  // One that is not reported at all could not be run: what it needs is not there.
  if (fresh.some(({ id }) => status.get(id) !== 'passed')) return [passedCheck('parent', more)];
  const names = fresh.slice(0, shown).map(({ id }) => `${id} passes on the commit before, too`);
  const reason =
    'the change repairs an incident, but no new test fails without it: none shows what was broken';
  return [failedCheck('parent', [reason, ...names], more)];
}

/** By the record of what serves, or by its title being nowhere in the tests of the commit before. */
function isNew(result: TestResult, known: string, baseTests: readonly TestResult[] | null): boolean {
  if (baseTests?.some(({ id }) => id === result.id)) return false;
  const title = result.id.split(' > ').at(-1) ?? result.id;
  return !known.includes(title.replace(/\[.*\]$/, ''));
}

function onlyOf(plan: TestPlan, files: readonly string[]): TestPlan {
  return plan.runner === 'go' || plan.runner === 'custom' ? plan : { ...plan, files };
}

function isCode(path: string): boolean {
  return /\.(?:[cm]?[jt]sx?|py|go)$/.test(path);
}

async function textsUnder(root: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const path of await filesUnder(root)) {
    if (isCode(path)) texts.set(path, await readFile(join(root, path), 'utf8').catch(() => ''));
  }
  return texts;
}
