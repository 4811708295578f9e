import { join } from 'node:path';
import { z } from 'zod';
import { readAssertionResults } from '../evidence/assertion-results.ts';
import { pathInBuild } from '../evidence/failure-text.ts';
import { readLcov } from '../evidence/lcov.ts';
import { readJson, readReport } from '../evidence/read-limits.ts';
import type { TestResult } from '../test-report.ts';
import { packageIn } from './package-runner.ts';
import type { PackageOrder, Prepared } from './run-package-tests.ts';
import { configWord, testScriptWords } from './test-script.ts';
import { toolFile } from './tool-file.ts';
import { vitestRetries } from './vitest-retries.ts';

const oldest = 1;

/** Vitest over everything its configuration finds: no retries, no focused tests, no new snapshots, figures of coverage. */
export async function vitestRun(order: PackageOrder): Promise<Prepared> {
  const { room, options, report, figures } = order;
  const vitest = await packageIn(room, 'vitest');
  if (!vitest)
    return { problem: 'package.json names vitest, and node_modules/vitest is not the package of that name' };
  if (vitest.major < oldest)
    return { problem: `vitest ${vitest.version} is too old: version ${oldest} or later is run` };
  const coverage = await coverageWords(order, vitest.version);
  const retries = join(room.reports, 'vitest-retries.json');
  const reporter = await toolFile(room, 'vitest-retries.mjs', vitestRetries);
  return {
    argv: [
      ...['node', 'node_modules/vitest/vitest.mjs', 'run'],
      ...configWord(await testScriptWords(room.build, 'vitest')),
      ...['--reporter=verbose', '--reporter=json', `--reporter=${reporter}`, `--outputFile.json=${report}`],
      ...['--retry=0', '--allowOnly=false', '--passWithNoTests=false', '--update=false'],
      ...['--dangerouslyIgnoreUnhandledErrors=false', `--bail=${options.bail ? 1 : 0}`],
      ...coverage.words,
      ...(options.only ?? []),
    ],
    env: { ANDON_RETRIES: retries, NO_COLOR: '1' },
    read: async (text) => {
      const read = readAssertionResults(text, room.build);
      if (!read) return undefined;
      const results = withRetries(read.results, await readReport(retries), room.build);
      return { ...read, results, problems: [...read.problems, ...coverage.problems] };
    },
    hits: async () => readLcov(await readReport(join(figures, 'lcov.info')), room.build),
  };
}

async function coverageWords({ room, options, figures }: PackageOrder, version: string) {
  if (options.coverage === false) return { words: ['--coverage.enabled=false'], problems: [] };
  const provider = (await packageIn(room, '@vitest/coverage-v8'))
    ? 'v8'
    : (await packageIn(room, '@vitest/coverage-istanbul'))
      ? 'istanbul'
      : undefined;
  if (!provider) {
    const words = `coverage cannot be measured: add "@vitest/coverage-v8": "${version}" to devDependencies in BUILD/package.json and update the lock file`;
    return { words: ['--coverage.enabled=false'], problems: [words] };
  }
  return {
    words: [
      ...['--coverage.enabled=true', `--coverage.provider=${provider}`, '--coverage.reporter=lcovonly'],
      ...[`--coverage.reportsDirectory=${figures}`, '--coverage.reportOnFailure=true'],
    ],
    problems: [],
  };
}

const retriesFile = z.array(z.object({ file: z.string(), path: z.array(z.string()), retries: z.number() }));

function withRetries(results: readonly TestResult[], text: string, build: string): TestResult[] {
  const parsed = retriesFile.safeParse(readJson(text));
  const known = new Map(
    (parsed.success ? parsed.data : []).map((one) => [
      [pathInBuild(one.file, build) ?? one.file, ...one.path].join(' > '),
      one.retries,
    ]),
  );
  return results.map((result) => {
    const retries = known.get(result.id);
    return retries === undefined ? result : { ...result, retries };
  });
}
