import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack, TestPlan } from '../../stack/stack.ts';
import { type CleanRoom, machineTrouble, outgrown } from '../clean-room.ts';
import { readCoverProfile } from '../evidence/cover-profile.ts';
import { endingWords } from '../evidence/ending-words.ts';
import { goEnding, goEvent, readGoEvents } from '../evidence/go-events.ts';
import { readReport } from '../evidence/read-limits.ts';
import { notRun, type TestReport } from '../test-report.ts';
import type { SuiteOptions } from './run-suite.ts';

/** `go test -json` with a cover profile over all packages; never from Go's cache of earlier results. */
export async function runGoTests(
  room: CleanRoom,
  stack: Stack,
  plan: Extract<TestPlan, { runner: 'go' }>,
  options: SuiteOptions,
): Promise<TestReport> {
  const profile = join(room.reports, 'cover.out');
  await rm(profile, { recursive: true, force: true });
  const lines: string[] = [];
  let passed = 0;
  let seen = 0;
  const outcome = await room.run(stack, {
    argv: [
      ...withPackages(plan.argv, options.only),
      '-count=1',
      ...(options.bail ? ['-failfast'] : []),
      ...((options.coverage ?? true) ? ['-coverpkg=./...', `-coverprofile=${profile}`] : []),
    ],
    env: options.env ?? {},
    network: 'loopback',
    timeoutMs: options.timeoutMs,
    onLine: (line) => {
      const event = goEvent(line);
      if (!event) return;
      lines.push(line);
      const status = event.Test === undefined ? undefined : goEnding(event.Action);
      if (!status) return;
      seen += 1;
      if (status === 'passed') passed += 1;
      options.tick(passed, seen);
    },
  });
  const trouble = machineTrouble(outcome, 'go');
  if (trouble) return notRun(trouble);
  const module = (await readReport(join(room.build, 'go.mod'))).match(/^module\s+(\S+)/m)?.[1] ?? '';
  const read = readGoEvents(lines.join('\n'), module);
  const results = read?.results ?? [];
  const failures = results.some((one) => one.status === 'failed');
  const problems = [...(read?.problems ?? [])];
  if (outcome.reason !== 'exited')
    problems.push(outgrown(outcome, 'go test') ?? 'go test did not end in its time');
  else if (outcome.exit !== 0 && !failures && problems.length === 0) {
    problems.push(`go test failed (exit ${outcome.exit}):\n${endingWords(outcome.output, room.build)}`);
  } else if (outcome.exit === 0 && failures)
    problems.push('go test ended with exit 0 although a test failed');
  return {
    results,
    hits: readCoverProfile(await readReport(profile), module),
    empty: [],
    problems,
    environment: null,
  };
}

/** Go runs packages, not files: those that hold the files asked for. */
function withPackages(argv: readonly string[], only: readonly string[] | undefined): string[] {
  if (!only) return [...argv];
  const folders = only.map((file) =>
    file.includes('/') ? `./${file.slice(0, file.lastIndexOf('/'))}` : '.',
  );
  return [...argv.filter((word) => word !== './...'), ...new Set(folders)];
}
