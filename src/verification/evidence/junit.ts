import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { TestResult, TestStatus } from '../test-report.ts';
import { failureText, pathInBuild, placeIn } from './failure-text.ts';
import { mostTests } from './read-limits.ts';
import type { ReportRead } from './report-read.ts';
import { isPlainXml } from './xml-depth.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  parseTagValue: false,
  isArray: (name) => ['testsuites', 'testsuite', 'testcase', 'failure', 'error', 'skipped'].includes(name),
});

const mark = z.union([
  z.string(),
  z.looseObject({ '@message': z.string().optional(), '#text': z.string().optional() }),
]);
const marks = z.array(mark).optional();
const testcase = z.looseObject({
  '@name': z.string().default(''),
  '@classname': z.string().optional(),
  '@file': z.string().optional(),
  '@line': z.string().optional(),
  '@time': z.string().optional(),
  failure: marks,
  error: marks,
  skipped: marks,
});
type Case = z.infer<typeof testcase>;
type Suite = {
  '@name'?: string | undefined;
  '@file'?: string | undefined;
  '@tests'?: string | undefined;
  testsuite?: Suite[] | undefined;
  testcase?: (Case | string)[] | undefined;
  failure?: z.infer<typeof marks>;
  error?: z.infer<typeof marks>;
};
/** An element without children or attributes is read as a text. */
const suites = z.array(z.union([z.string().transform((): Suite => ({})), z.lazy(() => suite)])).optional();
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.looseObject({
    '@name': z.string().optional(),
    '@file': z.string().optional(),
    '@tests': z.string().optional(),
    testsuite: suites,
    testcase: z.array(z.union([testcase, z.string()])).optional(),
    failure: marks,
    error: marks,
  }),
);
const document = z.looseObject({ testsuites: suites, testsuite: suites });

/**
 * A JUnit report; paths become relative to `build`. Undefined when the report is not whole (it was still being written when
 * its process ended), holds more than one document, or is no JUnit report.
 */
export function readJunit(xml: string, build: string): ReportRead | undefined {
  if (!/<\/testsuites?>\s*$|<testsuites?(?:\s[^<>]*)?\/>\s*$/.test(xml.slice(-2_000)) || !isPlainXml(xml))
    return undefined;
  const parsed = parse(xml);
  if (!parsed?.success) return undefined;
  const roots = [...(parsed.data.testsuites ?? []), ...(parsed.data.testsuite ?? [])];
  const [root] = roots;
  if (!root || roots.length > 1) return undefined;
  const problems: string[] = [];
  const results = resultsOf(root, [], build, problems);
  if (results.length > mostTests) return undefined;
  return { results, problems };
}

function parse(xml: string) {
  try {
    return document.safeParse(parser.parse(xml));
  } catch {
    return undefined;
  }
}

function resultsOf(node: Suite, path: readonly string[], build: string, problems: string[]): TestResult[] {
  const cases = (node.testcase ?? []).map((one) => (typeof one === 'string' ? testcase.parse({}) : one));
  const own = cases.map((test) => resultOf(test, path, node['@file'], build));
  const told = Number(node['@tests'] ?? 0);
  if (!node.testsuite && told > cases.length) {
    problems.push(`the report counts ${told} tests in "${node['@name'] ?? ''}" and holds ${cases.length}`);
  }
  if (node.failure || node.error) {
    const message = textOf([...(node.error ?? []), ...(node.failure ?? [])]);
    own.push({ id: path.join(' > ') || (node['@name'] ?? 'suite'), status: 'failed', message });
  }
  for (const child of node.testsuite ?? []) {
    const name = child['@name'];
    own.push(...resultsOf(child, name && name !== 'pytest' ? [...path, name] : path, build, problems));
  }
  return own;
}

function resultOf(
  test: Case,
  path: readonly string[],
  suiteFile: string | undefined,
  build: string,
): TestResult {
  // Runners that name a class there (pytest: the module) say more than the suite does; Node says "test" for all.
  const group = test['@classname'] && test['@classname'] !== 'test' ? [test['@classname']] : [];
  const named = test['@file'] ?? suiteFile;
  const file = named === undefined ? undefined : pathInBuild(named, build);
  const wrong = [...(test.failure ?? []), ...(test.error ?? [])];
  const stack = wrong.map((one) => (typeof one === 'string' ? one : (one['#text'] ?? ''))).join('\n');
  const place = placeIn(stack, build, file);
  const line =
    place && (file === undefined || place.file === file) ? place.line : Number(test['@line'] ?? Number.NaN);
  const where = file ?? place?.file;
  const seconds = Number(test['@time'] ?? Number.NaN);
  return {
    id: [...path, ...group, test['@name']].join(' > '),
    status: statusOf(test),
    message: textOf([...wrong, ...(test.skipped ?? [])]),
    ...(where === undefined ? {} : { file: where }),
    ...(Number.isSafeInteger(line) ? { line } : {}),
    ...(Number.isFinite(seconds) ? { durationMs: Math.round(seconds * 1_000) } : {}),
  };
}

function statusOf(test: Case): TestStatus {
  if (test.failure || test.error) return 'failed';
  return test.skipped ? 'skipped' : 'passed';
}

function textOf(marks: readonly z.infer<typeof mark>[]): string {
  const [first] = marks;
  if (first === undefined) return '';
  return failureText(typeof first === 'string' ? first : (first['@message'] ?? first['#text'] ?? ''));
}
