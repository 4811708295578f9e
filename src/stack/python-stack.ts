import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesUnder } from './build-files.ts';
import type { Stack } from './stack.ts';

/** Where pip puts a service's dependencies, inside `BUILD/`. */
const dependencies = '.deps';

/** Python: `src/main.py`, requirements installed beside the source, tested with pytest and pytest-cov. */
export async function pythonStack(buildDir: string): Promise<Stack> {
  const requirements = await readFile(join(buildDir, 'requirements.txt'), 'utf8').catch(() => '');
  const wanted = requirements.split(/\r?\n/).some((line) => line.replace(/#.*/, '').trim() !== '');
  const tests = (await filesUnder(buildDir)).filter((path) =>
    /^tests\/.*(?:^|\/)?(?:test_[^/]*|[^/]*_test)\.py$/.test(path),
  );
  return {
    name: 'python',
    requiredFiles: ['src/main.py', 'requirements.txt', 'Dockerfile', '.env.example'],
    install: wanted
      ? [
          'python3',
          '-m',
          'pip',
          'install',
          '--no-input',
          '--disable-pip-version-check',
          '--target',
          dependencies,
          '-r',
          'requirements.txt',
        ]
      : null,
    start: ['python3', 'src/main.py'],
    env: wanted ? { PYTHONPATH: dependencies } : {},
    test:
      tests.length > 0
        ? { runner: 'pytest', argv: ['python3', '-m', 'pytest', 'tests/', '-v', '--cov=src'] }
        : null,
  };
}
