import type { FoldedTest } from './folded-tests.ts';

export type Matched = {
  readonly pairs: readonly { readonly before: FoldedTest; readonly after: FoldedTest }[];
  readonly gone: readonly FoldedTest[];
  readonly fresh: readonly FoldedTest[];
};

const alikeInFile = 0.6;
const alikeElsewhere = 0.75;

/** Which test became which: by file and title, by title anywhere, by its last title, by what its text is made of. */
export function matchTests(before: readonly FoldedTest[], after: readonly FoldedTest[]): Matched {
  const left = new Set(distinct(before));
  const right = new Set(distinct(after));
  const pairs: { before: FoldedTest; after: FoldedTest }[] = [];
  const by = (key: (test: FoldedTest) => string) => {
    const known = new Map<string, FoldedTest[]>();
    for (const test of right) known.set(key(test), [...(known.get(key(test)) ?? []), test]);
    for (const test of left) {
      const found = known.get(key(test))?.shift();
      if (!found) continue;
      pairs.push({ before: test, after: found });
      left.delete(test);
      right.delete(found);
    }
  };
  by((test) => `${test.path}\n${test.title}`);
  by((test) => `${baseName(test.path)}\n${test.title}`);
  by((test) => test.title);
  by((test) => `${test.path}\n${lastTitle(test)}`);
  by((test) => `${lastTitle(test)}\n${test.hook}`);
  const alike = [...left].flatMap((one) =>
    [...right].map((other) => ({ one, other, score: likeness(one, other), same: one.path === other.path })),
  );
  alike.sort((a, b) => b.score - a.score);
  for (const { one, other, score, same } of alike) {
    if (score < (same ? alikeInFile : alikeElsewhere) || !left.has(one) || !right.has(other)) continue;
    pairs.push({ before: one, after: other });
    left.delete(one);
    right.delete(other);
  }
  return { pairs, gone: [...left], fresh: [...right] };
}

/** A copy of a test in the same file is no second test. */
function distinct(tests: readonly FoldedTest[]): FoldedTest[] {
  const seen = new Set<string>();
  return tests.filter((test) => {
    const key = JSON.stringify([test.path, test.title, test.checks.map((one) => one.text), test.words]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Share of the names and values of two tests that both have; 1 for the same assertions. */
function likeness(one: FoldedTest, other: FoldedTest): number {
  if (one.hook !== other.hook) return 0;
  const texts = new Set(one.checks.map((each) => each.text));
  const shared = other.checks.filter((each) => texts.has(each.text)).length;
  const words = new Set(one.words);
  const common = other.words.filter((word) => words.has(word)).length;
  const all = new Set([...one.words, ...other.words]).size;
  const jaccard = all === 0 ? 0 : common / all;
  const isSame = shared > 0 && shared === one.checks.length && shared === other.checks.length;
  return isSame ? Math.max(jaccard, (1 + jaccard) / 2) : jaccard;
}

function baseName(path: string): string {
  return path.split('/').at(-1) ?? path;
}

function lastTitle(test: FoldedTest): string {
  return test.title.split(' > ').at(-1) ?? '';
}
