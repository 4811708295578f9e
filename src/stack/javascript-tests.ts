import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type JavascriptRunner = 'node' | 'vitest' | 'jest' | 'mocha';

const plainlyNamed = /[^/][._-](?:test|spec)\.[cm]?[jt]sx?$/;
const maybeNamed = /(?:^|\/)(?:test-[^/]*|test)\.[cm]?[jt]sx?$/;
const inTestFolder = /(?:^|\/)(?:tests?|__tests__)\/.*\.[cm]?[jt]sx?$/;
const fixtures = /(?:^|\/)(?:tests?|__tests__)\/(?:.*\/)?fixtures?\/|(?:^|\/)__(?:fixtures|mocks)__\//;
const support = /(?:^|\/)(?:tests?|__tests__)\/(?:.*\/)?(?:helpers?|support)\//;
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
    if (path.endsWith('.d.ts') || fixtures.test(path)) continue;
    if (runner === 'node' && !plainEnding.test(path)) continue;
    const isNamed = plainlyNamed.test(path);
    const mayBe = (maybeNamed.test(path) || inTestFolder.test(path)) && !support.test(path);
    if (!isNamed && !mayBe) continue;
    const text = await readFile(join(build, path), 'utf8').catch(() => '');
    if (otherTools.test(text)) continue;
    const holdsTests = callsTests.test(text) && (runner !== 'node' || importsNodeTest.test(text));
    if (holdsTests || (isNamed && runner === 'node')) tests.push(path);
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
