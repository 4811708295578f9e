import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Stack } from '../../stack/stack.ts';
import { type CleanRoom, lastLines, machineTrouble } from '../clean-room.ts';
import { notRun, type TestReport, type TestResult } from '../test-report.ts';
import type { Tick } from './run-suite.ts';

const goEvent = z.looseObject({
  Action: z.string(),
  Package: z.string().optional(),
  Test: z.string().optional(),
});
const statusOf: Readonly<Record<string, TestResult['status']>> = {
  pass: 'passed',
  fail: 'failed',
  skip: 'skipped',
};

/** `go test -json` with a cover profile over all packages. */
export async function runGoTests(
  room: CleanRoom,
  stack: Stack,
  argv: readonly string[],
  options: { timeoutMs: number; tick: Tick },
): Promise<TestReport> {
  const profile = join(room.reports, 'cover.out');
  const results: TestResult[] = [];
  const outcome = await room.run(stack, {
    argv: [...argv, '-coverpkg=./...', `-coverprofile=${profile}`],
    network: 'loopback',
    timeoutMs: options.timeoutMs,
    onLine: (line) => {
      const result = resultOf(line);
      if (!result) return;
      results.push(result);
      options.tick(results.filter((one) => one.status === 'passed').length, results.length);
    },
  });
  const trouble = machineTrouble(outcome, 'go');
  if (trouble) return notRun(trouble);
  const problems: string[] = [];
  if (outcome.reason !== 'exited') problems.push('go test did not end in its time or wrote too much');
  else if (outcome.exit !== 0 && !results.some((one) => one.status === 'failed')) {
    problems.push(`go test failed (exit ${outcome.exit}):\n${lastLines(outcome.output)}`);
  }
  const text = await readFile(profile, 'utf8').catch(() => '');
  const module = (await readFile(join(room.build, 'go.mod'), 'utf8').catch(() => '')).match(
    /^module\s+(\S+)/m,
  )?.[1];
  return { results, hits: coverProfile(text, module ?? ''), empty: [], problems, environment: null };
}

function resultOf(line: string): TestResult | undefined {
  let event: z.infer<typeof goEvent>;
  try {
    event = goEvent.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
  const status = statusOf[event.Action];
  return status && event.Test ? { id: `${event.Package} > ${event.Test}`, status, message: '' } : undefined;
}

/** Lines of a cover profile (`module/file.go:from.column,to.column statements count`). */
function coverProfile(text: string, module: string): Map<string, Map<number, number>> {
  const hits = new Map<string, Map<number, number>>();
  for (const line of text.split('\n')) {
    const [, name = '', from, to, count] = line.match(/^(.+):(\d+)\.\d+,(\d+)\.\d+ \d+ (\d+)$/) ?? [];
    if (!from || !to || !count) continue;
    const path = name.startsWith(`${module}/`) ? name.slice(module.length + 1) : name;
    const lines = hits.get(path) ?? new Map<number, number>();
    for (let number = Number(from); number <= Number(to); number += 1) {
      lines.set(number, Math.max(lines.get(number) ?? 0, Number(count)));
    }
    hits.set(path, lines);
  }
  return hits;
}
