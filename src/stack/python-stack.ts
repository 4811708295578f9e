import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesUnder } from './build-files.ts';
import { pipFolder, pipInstall } from './installs.ts';
import type { Stack } from './stack.ts';

const named = /(?:^|\/)(?:test[^/]*|[^/]*_tests?)\.py$/;
const inTestFolder = /(?:^|\/)tests?\//;
const holdsTests = /^\s*(?:async\s+)?def\s+test|^\s*class\s+\w*Test\w*\b|\bTestCase\b/m;

/** Python: `src/main.py`, requirements installed beside the source, tested with pytest and pytest-cov. */
export async function pythonStack(buildDir: string): Promise<Stack> {
  const requirements = await readFile(join(buildDir, 'requirements.txt'), 'utf8').catch(() => '');
  const wanted = requirements.split(/\r?\n/).some((line) => line.replace(/#.*/, '').trim() !== '');
  const tests = await pythonTests(buildDir);
  return {
    name: 'python',
    requiredFiles: ['src/main.py', 'requirements.txt', 'Dockerfile', '.env.example'],
    install: wanted ? pipInstall : null,
    start: ['python3', 'src/main.py'],
    env: wanted ? { PYTHONPATH: pipFolder } : {},
    test: tests.length > 0 ? { runner: 'pytest', files: tests } : null,
  };
}

/** Files that are named as tests and hold some; outside a test folder only the names that pytest itself takes. */
async function pythonTests(build: string): Promise<string[]> {
  const tests: string[] = [];
  for (const path of await filesUnder(build)) {
    if (!named.test(path)) continue;
    if (!inTestFolder.test(path) && !/(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path)) continue;
    const text = await readFile(join(build, path), 'utf8').catch(() => '');
    if (holdsTests.test(text)) tests.push(path);
  }
  return tests;
}
