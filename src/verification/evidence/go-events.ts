import { z } from 'zod';
import type { TestResult, TestStatus } from '../test-report.ts';
import { failureText } from './failure-text.ts';
import { mostTests } from './read-limits.ts';

const event = z.looseObject({
  Action: z.string(),
  Package: z.string().default(''),
  Test: z.string().optional(),
  Elapsed: z.number().optional(),
  Output: z.string().optional(),
});
const ending: Readonly<Record<string, TestStatus>> = { pass: 'passed', fail: 'failed', skip: 'skipped' };
const outputKept = 4_000;

/** One event of `go test -json`; undefined for a line that is none. */
export function goEvent(line: string): z.infer<typeof event> | undefined {
  if (!line.startsWith('{') || line.length > 100_000) return undefined;
  try {
    return event.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Whether an event ends a test, and how. */
export function goEnding(action: string): TestStatus | undefined {
  return Object.hasOwn(ending, action) ? ending[action] : undefined;
}

export type GoReport = { readonly results: readonly TestResult[]; readonly problems: readonly string[] };

/**
 * The tests in the output of `go test -json`. A test that began and never ended, and a package that failed without a
 * failing test, are problems. `module` is the path of the service's module: package paths become folders of `BUILD/`.
 * Undefined when no line of it is an event.
 */
export function readGoEvents(text: string, module: string): GoReport | undefined {
  const results: TestResult[] = [];
  const problems: string[] = [];
  const said = new Map<string, string>();
  const open = new Set<string>();
  const ended = new Map<string, TestStatus>();
  let events = 0;
  for (const line of text.split('\n')) {
    const one = goEvent(line);
    if (!one) continue;
    events += 1;
    const key = `${one.Package}\n${one.Test ?? ''}`;
    if (one.Output) said.set(key, ((said.get(key) ?? '') + one.Output).slice(-outputKept));
    if (one.Action === 'run' && one.Test) open.add(key);
    const status = goEnding(one.Action);
    if (!status) continue;
    open.delete(key);
    if (one.Test === undefined) ended.set(one.Package, status);
    else if (results.length < mostTests) {
      results.push(resultOf(one.Package, one.Test, status, said.get(key) ?? '', module, one.Elapsed));
    }
  }
  if (events === 0) return undefined;
  for (const key of open) problems.push(`${key.replace('\n', ' > ')} began and never ended`);
  for (const [name, status] of ended) {
    const failing = results.some((one) => one.status === 'failed' && one.id.startsWith(`${name} > `));
    if (status !== 'failed' || failing) continue;
    problems.push(
      `package ${name} failed: ${failureText(said.get(`${name}\n`) ?? '') || 'it does not build'}`,
    );
  }
  return { results, problems: problems.slice(0, 20) };
}

function resultOf(
  name: string,
  test: string,
  status: TestStatus,
  said: string,
  module: string,
  seconds: number | undefined,
): TestResult {
  const [, file, line] = said.match(/^\s*([\w.-]+_test\.go):(\d+):/m) ?? [];
  const folder =
    name === module ? '' : name.startsWith(`${module}/`) ? `${name.slice(module.length + 1)}/` : '';
  return {
    id: `${name} > ${test}`,
    status,
    message: status === 'passed' ? '' : failureText(said.replace(/^\s*(?:===|---).*$/gm, '')),
    ...(file ? { file: `${folder}${file}`, line: Number(line) } : {}),
    ...(seconds === undefined ? {} : { durationMs: seconds * 1_000 }),
  };
}
