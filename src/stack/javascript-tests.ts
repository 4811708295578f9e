import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type JavascriptRunner = 'node' | 'vitest' | 'jest' | 'mocha';

const named = /(?:^|\/)(?:test-[^/]*|test|[^/]*[._-](?:test|spec))\.[cm]?[jt]sx?$/;
const inTestFolder = /(?:^|\/)(?:tests?|__tests__)\/.*\.[cm]?[jt]sx?$/;
const support = /(?:^|\/)(?:fixtures?|__fixtures__|__mocks__|helpers?|support)\//;
const plainEnding = /\.[cm]?js$/;
const callsTests = /\b(?:test|it|describe|suite|specify)(?:\.\w+)*\s*(?:\(|`)/;
const importsNodeTest = /['"]node:test['"]/;
const otherTools = /['"](?:@playwright\/test|cypress|@wdio\/globals)['"]/;

/**
 * The test files among `files`: what is named as a test, and what lies in a test folder and calls test functions. Helpers
 * and fixtures are no tests, and neither are files for a browser driver. Node's own runner takes JavaScript alone.
 */
export async function javascriptTests(
  build: string,
  files: readonly string[],
  runner: JavascriptRunner,
): Promise<string[]> {
  const tests: string[] = [];
  for (const path of files) {
    if (path.endsWith('.d.ts') || support.test(path)) continue;
    if (runner === 'node' && !plainEnding.test(path)) continue;
    if (!named.test(path) && !inTestFolder.test(path)) continue;
    const text = await readFile(join(build, path), 'utf8').catch(() => '');
    if (otherTools.test(text)) continue;
    if (runner === 'node') {
      if (named.test(path) || (importsNodeTest.test(text) && callsTests.test(text))) tests.push(path);
    } else if (callsTests.test(text)) tests.push(path);
  }
  return tests;
}

/** Whether every one of these files is written for Node's own runner. */
export async function allForNode(build: string, tests: readonly string[]): Promise<boolean> {
  for (const path of tests) {
    const text = await readFile(join(build, path), 'utf8').catch(() => '');
    if (!importsNodeTest.test(text)) return false;
  }
  return true;
}
