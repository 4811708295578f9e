import { join } from 'node:path';
import { readAssertionResults } from '../evidence/assertion-results.ts';
import { readLcov } from '../evidence/lcov.ts';
import { readReport } from '../evidence/read-limits.ts';
import { packageIn } from './package-runner.ts';
import type { PackageOrder, Prepared } from './run-package-tests.ts';
import { configWord, testScriptWords } from './test-script.ts';

const oldest = 27;

/**
 * Jest over everything its configuration finds: snapshots as they are, its own exit code and reporters, coverage by V8, so
 * that no comment in a source takes lines out. ES modules need the flag of Node, which changes nothing for others.
 */
export async function jestRun({ room, options, report, figures }: PackageOrder): Promise<Prepared> {
  const jest = await packageIn(room, 'jest');
  if (!jest)
    return { problem: 'package.json names jest, and node_modules/jest is not the package of that name' };
  if (jest.major < oldest)
    return { problem: `jest ${jest.version} is too old: version ${oldest} or later is run` };
  const coverage = [
    ...['--coverage', '--coverageProvider=v8', '--coverageReporters=lcovonly', '--coverageThreshold={}'],
    ...[`--coverageDirectory=${figures}`, '--coveragePathIgnorePatterns=/node_modules/'],
  ];
  return {
    argv: [
      ...['node', '--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'],
      ...configWord(await testScriptWords(room.build, 'jest')),
      ...['--ci', '--json', `--outputFile=${report}`, '--verbose', '--testLocationInResults'],
      ...['--passWithNoTests=false', '--testFailureExitCode=1', '--reporters=default', '--watchman=false'],
      ...['--maxWorkers=2', `--bail=${options.bail ? 1 : 0}`],
      ...(options.coverage === false ? ['--coverage=false'] : coverage),
      ...(options.only ? ['--runTestsByPath', ...options.only] : []),
    ],
    env: { NO_COLOR: '1' },
    read: async (text) => readAssertionResults(text, room.build),
    hits: async () => readLcov(await readReport(join(figures, 'lcov.info')), room.build),
  };
}
