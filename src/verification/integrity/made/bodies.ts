import type { PassedSuite } from '../../gate-context.ts';
import type { Assertion, FileFacts } from '../suite-facts.ts';

/** A test, or a helper of tests, with the assertions written in it. */
export type Body = {
  readonly name: string;
  readonly isTest: boolean;
  readonly assertions: readonly Assertion[];
};

/** The tests of a file that were not skipped, and its helpers. */
export function bodiesOf(file: FileFacts, { report }: PassedSuite): Body[] {
  const skipped = report.results.filter((one) => one.status === 'skipped').map((one) => one.id);
  const tests = file.tests.flatMap((test) => {
    const last = test.title.split(' > ').at(-1) ?? '';
    const isSkipped = last !== '' && skipped.some((id) => id.split(' > ').at(-1)?.startsWith(last));
    return isSkipped ? [] : [{ name: last, isTest: true, assertions: test.assertions }];
  });
  const helpers = file.functions.map((one) => ({ ...one, isTest: false }));
  return [...tests, ...helpers].filter((one) => one.assertions.length > 0);
}
