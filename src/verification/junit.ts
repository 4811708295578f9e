import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { TestResult, TestStatus } from './test-report.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  isArray: (name) => ['testsuites', 'testsuite', 'testcase', 'failure', 'error', 'skipped'].includes(name),
});

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const mark = z.union([text, z.looseObject({ '@message': text.optional(), '#text': text.optional() })]);
const testcase = z.looseObject({
  '@name': text.default(''),
  '@classname': text.optional(),
  failure: z.array(mark).optional(),
  error: z.array(mark).optional(),
  skipped: z.array(mark).optional(),
});
type Suite = {
  '@name'?: string | undefined;
  testsuite?: Suite[] | undefined;
  testcase?: z.infer<typeof testcase>[] | undefined;
};
/** An element without children or attributes is read as a text. */
const suites = z.array(z.union([z.string().transform((): Suite => ({})), z.lazy(() => suite)])).optional();
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.looseObject({
    '@name': text.optional(),
    testsuite: suites,
    testcase: z.array(testcase).optional(),
  }),
);

const messageLength = 2_000;

/**
 * The tests of a JUnit report; `prefix` names the file they are from. Undefined when the report is not whole: it was
 * still being written when its process ended.
 */
export function readJunit(xml: string, prefix = ''): TestResult[] | undefined {
  if (!/<\/testsuites?>\s*$/.test(xml)) return undefined;
  let document: unknown;
  try {
    document = parser.parse(xml);
  } catch {
    return undefined;
  }
  const parsed = z.looseObject({ testsuites: suites, testsuite: suites }).safeParse(document);
  if (!parsed.success) return undefined;
  const roots = [...(parsed.data.testsuites ?? []), ...(parsed.data.testsuite ?? [])];
  return roots.flatMap((root) => resultsOf(root, prefix === '' ? [] : [prefix]));
}

function resultsOf(node: Suite, path: readonly string[]): TestResult[] {
  const own = (node.testcase ?? []).map((test): TestResult => {
    // Runners that name a class there (pytest: the module) say more than the suite does; Node says "test" for all.
    const group = test['@classname'] && test['@classname'] !== 'test' ? [test['@classname']] : [];
    return {
      id: [...path, ...group, test['@name']].join(' > '),
      status: statusOf(test),
      message: messageOf(test),
    };
  });
  const below = (node.testsuite ?? []).flatMap((child) => {
    const name = child['@name'];
    return resultsOf(child, name && name !== 'pytest' ? [...path, name] : path);
  });
  return [...own, ...below];
}

function statusOf(test: z.infer<typeof testcase>): TestStatus {
  if (test.failure || test.error) return 'failed';
  return test.skipped ? 'skipped' : 'passed';
}

function messageOf(test: z.infer<typeof testcase>): string {
  const first = test.failure?.[0] ?? test.error?.[0] ?? test.skipped?.[0];
  if (first === undefined) return '';
  const words = typeof first === 'string' ? first : (first['@message'] ?? first['#text'] ?? '');
  return words.slice(0, messageLength);
}
