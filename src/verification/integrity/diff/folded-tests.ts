import type { Assertion, FileFacts, FunctionFacts, TestFacts } from '../suite-facts.ts';

/** A test with all it looks at, its helpers' assertions too. */
export type FoldedTest = TestFacts & { readonly path: string; readonly checks: readonly Assertion[] };

const deepest = 4;
/** Helpers that look at more than this are read as far as here. */
const mostChecks = 400;

/** The tests of all files, with the assertions of the helpers they call counted as theirs. What is swallowed says nothing. */
export function foldedTests(files: readonly FileFacts[]): FoldedTest[] {
  const everywhere = new Map<string, FunctionFacts>();
  for (const file of files) {
    for (const one of file.functions) if (!everywhere.has(one.name)) everywhere.set(one.name, one);
  }
  return files.flatMap((file) => {
    const here = new Map(file.functions.map((one) => [one.name, one]));
    const find = (name: string) => here.get(name) ?? everywhere.get(name);
    return file.tests.map((test) => ({
      ...test,
      path: file.path,
      checks: checksOf(test, find).map(counted),
    }));
  });
}

type Body = Pick<TestFacts, 'assertions' | 'calls'>;

function checksOf(
  body: Body,
  find: (name: string) => FunctionFacts | undefined,
  depth = 0,
  seen: readonly string[] = [],
): Assertion[] {
  const found = [...body.assertions];
  if (depth >= deepest) return found;
  for (const call of body.calls) {
    const helper = seen.includes(call.name) ? undefined : find(call.name);
    if (!helper || found.length > mostChecks) continue;
    for (const one of checksOf(helper, find, depth + 1, [...seen, call.name])) {
      found.push({
        ...one,
        text: `${call.text}: ${one.text}`,
        literals: [...one.literals, ...call.literals],
        times: one.times * call.times,
        condition: one.condition ?? call.condition,
      });
    }
  }
  return found;
}

function counted(one: Assertion): Assertion {
  return one.swallowed ? { ...one, strength: 0 } : one;
}
