import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../../stack/stack.ts';
import { type CleanRoom, lastLines, machineTrouble } from '../clean-room.ts';
import { readJunit } from '../junit.ts';
import { readLcov } from '../lcov.ts';
import { notRun, type TestReport } from '../test-report.ts';
import type { Tick } from './run-suite.ts';

const noTestsCollected = 5;
const hint =
  'pytest and pytest-cov are missing: `python3 -m pip install pytest pytest-cov`, or on Debian and Ubuntu `apt-get install python3-pytest python3-pytest-cov`';

/** pytest with pytest-cov. What it cannot collect is the work's; that it is not installed is this machine's. */
export async function runPytest(
  room: CleanRoom,
  stack: Stack,
  argv: readonly string[],
  options: { timeoutMs: number; tick: Tick },
): Promise<TestReport> {
  const env = {
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONNOUSERSITE: '1',
    COVERAGE_FILE: join(room.reports, '.coverage'),
  };
  const check = ['python3', '-c', 'import pytest, pytest_cov'];
  const can = await room.run(stack, { argv: check, env, network: 'none', timeoutMs: 60_000 });
  const missing = machineTrouble(can, 'python3');
  if (missing) return notRun(missing);
  if (can.exit !== 0) return notRun(hint);

  const junit = join(room.reports, 'junit.xml');
  const lcov = join(room.reports, 'coverage.lcov');
  let passed = 0;
  let seen = 0;
  const outcome = await room.run(stack, {
    argv: [
      ...argv,
      '--cov-report=term',
      `--cov-report=lcov:${lcov}`,
      `--junitxml=${junit}`,
      '-p',
      'no:cacheprovider',
    ],
    env,
    network: 'loopback',
    timeoutMs: options.timeoutMs,
    onLine: (line) => {
      const [, status] = line.match(/^\S+::.* (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b/) ?? [];
      if (!status) return;
      seen += 1;
      if (status === 'PASSED') passed += 1;
      options.tick(passed, seen);
    },
  });
  const trouble = machineTrouble(outcome, 'python3');
  if (trouble) return notRun(trouble);
  const results = readJunit(await read(junit));
  const hits = await readLcov(await read(lcov), room.build);
  const problem = problemOf(outcome, results !== undefined);
  return { results: results ?? [], hits, empty: [], problems: problem ? [problem] : [], environment: null };
}

function problemOf(
  outcome: { reason: string; exit: number | null; signal: string | null; output: string },
  reported: boolean,
): string | null {
  if (outcome.reason === 'timeout') return 'pytest did not end in its time: a test hangs';
  if (outcome.reason === 'output') return 'the tests wrote more output than tests may';
  const words = lastLines(outcome.output);
  if (outcome.exit === noTestsCollected) return null;
  if (!reported)
    return `pytest ended before it reported (${outcome.signal ?? `exit ${outcome.exit}`}):\n${words}`;
  if (outcome.exit === 0 || outcome.exit === 1) return null;
  return `pytest could not run the suite (exit ${outcome.exit}):\n${words}`;
}

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
