import { readMochaJson } from '../evidence/mocha-json.ts';
import { readV8Coverage } from '../evidence/v8-coverage.ts';
import { flushCoverage, measuring } from './flush-coverage.ts';
import { mochaOptions } from './mocha-config.ts';
import { packageIn } from './package-runner.ts';
import type { PackageOrder, Prepared } from './run-package-tests.ts';
import { toolFile } from './tool-file.ts';

const oldest = 9;

/**
 * Mocha over the test files that were found, without the project's configuration but for what loads the tests: no retries,
 * no focused tests, no pattern that leaves some out. Coverage is V8's own.
 */
export async function mochaRun({
  room,
  stack,
  files,
  options,
  report,
  figures,
  ask,
}: PackageOrder): Promise<Prepared> {
  const mocha = await packageIn(room, 'mocha');
  if (!mocha)
    return { problem: 'package.json names mocha, and node_modules/mocha is not the package of that name' };
  if (mocha.major < oldest)
    return { problem: `mocha ${mocha.version} is too old: version ${oldest} or later is run` };
  const flush = await toolFile(room, 'flush-coverage.cjs', flushCoverage);
  const own = await mochaOptions(room.build, (argv) => ask({ argv }));
  return {
    argv: [
      ...['node', 'node_modules/mocha/bin/mocha.js', '--no-config', '--no-package', '--no-opts'],
      ...own,
      ...['--reporter', 'json', '--reporter-option', `output=${report}`],
      ...['--forbid-only', '--retries', '0', ...(options.bail ? ['--bail'] : ['--no-bail'])],
      ...files.map((file) => `./${file}`),
    ],
    env: options.coverage === false ? {} : measuring(stack, figures, flush),
    read: async (text) => readMochaJson(text, room.build),
    hits: () => readV8Coverage(figures, room.build),
  };
}
