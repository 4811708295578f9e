import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxOutcome } from '../../sandbox/sandbox.port.ts';
import type { Stack } from '../../stack/stack.ts';
import { type CleanRoom, machineTrouble, outgrown } from '../clean-room.ts';
import { endingWords } from '../evidence/ending-words.ts';
import { readLcov } from '../evidence/lcov.ts';
import { readPytestSession } from '../evidence/pytest-session.ts';
import { readReport } from '../evidence/read-limits.ts';
import { type LineHits, notRun, type TestReport, type TestResult } from '../test-report.ts';
import { pytestOptions } from './pytest-config.ts';
import { coverageConfig, pytestLauncher } from './pytest-launcher.ts';
import type { SuiteOptions } from './run-suite.ts';
import { toolFile, toolFolder } from './tool-file.ts';

const noTestsCollected = 5;
const hint =
  'pytest and pytest-cov are missing: `python3 -m pip install pytest pytest-cov`, or on Debian and Ubuntu `apt-get install python3-pytest python3-pytest-cov`';
const missing = /^ModuleNotFoundError: No module named '(?:pytest|pytest_cov|coverage|_pytest)(?:\.\w+)*'$/m;

/**
 * pytest with pytest-cov over the test files that were found, each named, so that no option of the service drops one. What
 * it cannot collect is the work's; that it is not installed is this machine's.
 */
export async function runPytest(
  room: CleanRoom,
  stack: Stack,
  files: readonly string[],
  options: SuiteOptions,
): Promise<TestReport> {
  const coverage = options.coverage ?? true;
  const session = join(room.reports, 'pytest.json');
  const lcov = join(room.reports, 'coverage.lcov');
  // What an earlier run may have left there is not this one's report.
  for (const path of [session, lcov]) await rm(path, { recursive: true, force: true });
  const launcher = await toolFile(room, 'run-pytest.py', pytestLauncher);
  const config = await toolFile(room, 'coverage.ini', coverageConfig);
  const measured = coverage
    ? ['--cov=.', `--cov-config=${config}`, '--cov-report=', `--cov-report=lcov:${lcov}`]
    : ['-p', 'no:cov'];
  let passed = 0;
  let seen = 0;
  const outcome = await room.run(stack, {
    argv: [
      ...['python3', launcher, session],
      ...(await pytestOptions(room.build)),
      ...['--rootdir=.', '-v', '-p', 'no:cacheprovider'],
      ...measured,
      ...(options.bail ? ['-x'] : []),
      ...files,
    ],
    env: {
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONNOUSERSITE: '1',
      COVERAGE_FILE: join(room.reports, '.coverage'),
      ...options.env,
    },
    readable: [toolFolder(room)],
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
  const text = await readReport(session);
  if (text === '' && missing.test(outcome.output)) return notRun(hint);
  const read = readPytestSession(text, room.build);
  const hits: LineHits = coverage ? await readLcov(await readReport(lcov), room.build) : new Map();
  const problem = problemOf(outcome, read?.results, room.build);
  const reported = new Set([...(read?.files ?? []), ...(read?.results ?? []).map((one) => one.file)]);
  const isWhole = read !== undefined && problem === null && !options.bail;
  return {
    results: read?.results ?? [],
    hits,
    empty: isWhole ? files.filter((file) => !reported.has(file)) : [],
    problems: [
      ...(problem ? [problem] : []),
      // After the first failure nothing more is run, and that was asked for.
      ...(options.bail ? [] : (read?.problems ?? [])),
      ...(problem === null ? contradictions(outcome.output, read?.results ?? []) : []),
    ],
    environment: null,
  };
}

function problemOf(
  outcome: SandboxOutcome,
  results: readonly TestResult[] | undefined,
  build: string,
): string | null {
  if (outcome.reason === 'timeout') return 'pytest did not end in its time: a test hangs';
  const large = outgrown(outcome, 'pytest');
  if (large !== null) return large;
  const words = endingWords(outcome.output, build);
  const ending = outcome.signal ?? `exit ${outcome.exit}`;
  if (!results)
    return `pytest ended before it reported (${ending}):\n${words || 'something ends the process before the tests are done'}`;
  if (outcome.exit === noTestsCollected && results.length === 0) return null;
  const failures = results.some((result) => result.status === 'failed');
  if (outcome.exit === 0) return failures ? 'pytest ended with exit 0 although a test failed' : null;
  if (outcome.exit === 1 || outcome.exit === 2) {
    return failures ? null : `pytest ended with ${ending} although no test failed:\n${words}`;
  }
  return `pytest could not run the suite (${ending}):\n${words}`;
}

/** pytest prints its own count last; a report that holds fewer passed tests was not written by it alone. */
function contradictions(output: string, results: readonly TestResult[]): string[] {
  const printed = [...output.matchAll(/^=+ (?:.*, )?(\d+) passed\b.* in [\d.]+s/gm)].at(-1)?.[1];
  const passed = results.filter((result) => result.status === 'passed').length;
  if (printed === undefined || Number(printed) === passed) return [];
  return [`pytest printed ${printed} passed tests, and its report holds ${passed}`];
}
