import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../errors.ts';
import { filesUnder } from './build-files.ts';
import type { Stack, StackMissing } from './stack.ts';

const names = z.record(z.string(), z.string()).optional();
const packageJson = z.looseObject({
  main: z.string().optional(),
  scripts: names,
  dependencies: names,
  devDependencies: names,
});

const usualEntries = [
  'src/main.js',
  'src/server.js',
  'src/index.js',
  'src/main.mjs',
  'server.js',
  'index.js',
];
const namedAsTest = /(^|[/])(test-[^/]*|test|[^/]*[._-]test)\.[cm]?js$/;
const inTestFolder = /^tests?\/.*\.[cm]?js$/;
const callsTests = /\b(?:test|it|describe|suite)(?:\.\w+)?\s*\(/;

/** Node: started by its `start` script when that is plain `node <file>`, else by its entry file; tested with Node's own runner. */
export async function nodeStack(buildDir: string): Promise<Stack | StackMissing> {
  let manifest: z.infer<typeof packageJson>;
  try {
    manifest = packageJson.parse(JSON.parse(await readFile(join(buildDir, 'package.json'), 'utf8')));
  } catch (error) {
    return { missing: [`BUILD/package.json cannot be read as a package: ${messageOf(error)}`] };
  }
  const files = await filesUnder(buildDir);
  const entry =
    startFile(manifest.scripts?.start) ?? manifest.main ?? usualEntries.find((path) => files.includes(path));
  if (!entry) {
    return {
      missing: [`BUILD/ has no entry: name it in package.json as "main", or call it ${usualEntries[0]}`],
    };
  }
  const requiredFiles = ['package.json', 'Dockerfile', '.env.example', entry.replace(/^\.\//, '')];
  const wantsInstall = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).length > 0;
  if (wantsInstall) requiredFiles.push('package-lock.json');
  const tests = await testFiles(buildDir, files);
  return {
    name: 'node',
    requiredFiles,
    install: wantsInstall ? ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'] : null,
    start: ['node', entry],
    env: {},
    test: tests.length > 0 ? { runner: 'node', files: tests } : null,
  };
}

function startFile(script: string | undefined): string | undefined {
  return script?.match(/^node\s+(\.?[\w./-]+\.[cm]?js)$/)?.[1];
}

/** A file is a test when its name says so, or when it lies in a test folder and calls Node's test functions. */
async function testFiles(buildDir: string, files: readonly string[]): Promise<string[]> {
  const tests: string[] = [];
  for (const path of files) {
    if (namedAsTest.test(path)) tests.push(path);
    else if (inTestFolder.test(path)) {
      const text = await readFile(join(buildDir, path), 'utf8');
      if (/['"]node:test['"]/.test(text) && callsTests.test(text)) tests.push(path);
    }
  }
  return tests;
}
