import type { TestResult } from '../../test-report.ts';
import type { Snapshot, SuiteFacts, Threshold } from '../suite-facts.ts';
import { compareTest } from './compare-test.ts';
import { type FoldedTest, foldedTests } from './folded-tests.ts';
import { matchTests } from './match-tests.ts';
import { madeElsewhere, notMoved, roomIn, takeRows } from './moved.ts';
import type { SpecSays } from './spec-says.ts';
import { short, type Weakening, weakened } from './weakening.ts';

export type Comparison = {
  readonly before: SuiteFacts;
  readonly after: SuiteFacts;
  readonly says: SpecSays;
  /** What ran and passed before; a test that never did is not missed. Null: not known. */
  readonly ran: readonly TestResult[] | null;
  /** What snapshots hold may change: something is repaired, or the user's own hand changed it. */
  readonly repaired: boolean;
};

/** Everything a suite says less than it did, without what the spec asks for and what has only moved. */
export function compareSuites({ before, after, says, ran, repaired }: Comparison): Weakening[] {
  const bent = bentTests(before);
  const unread = new Set(after.files.filter((file) => file.broken !== null).map((file) => file.path));
  const old = foldedTests(before.files).filter(
    (test) => !bent(test) && !unread.has(test.path) && (test.hook || didRun(test, ran)),
  );
  const matched = matchTests(old, foldedTests(after.files));
  const rooms = roomIn(matched);
  const found: Weakening[] = [];
  const said = new Set(after.files.flatMap((file) => file.tests.flatMap((test) => test.words)));
  for (const pair of matched.pairs) {
    const { weakenings, lost } = compareTest(pair, says);
    found.push(...weakenings);
    for (const was of lost) {
      if (madeElsewhere(was, rooms)) continue;
      found.push(
        weakened(pair.after, pair.after.line, `was \`${short(was.text)}\``, 'it is not asserted any more'),
      );
    }
    found.push(...fewerRows(pair, says, (rows) => takeRows(rows, pair.after, rooms)));
    found.push(...exchangedRows(pair, says, said));
  }
  for (const test of matched.gone) {
    if (test.hook && test.checks.length === 0) continue;
    const words = [...test.words, test.title];
    const expected = test.checks.flatMap((one) => one.literals);
    if (test.off !== null || says.dropped(words) !== null || says.contradicts(words, expected) !== null)
      continue;
    const missing = notMoved(test, rooms);
    if (missing > 0)
      found.push(weakened(test, test.line, wasSaid(test), 'it is gone and nothing else says it'));
  }
  for (const test of matched.fresh) {
    if (test.only)
      found.push(
        weakened(test, test.line, 'every test ran', 'with `only` the others of its file are left out'),
      );
  }
  return [
    ...found,
    ...lowered(before.thresholds, after.thresholds),
    ...(repaired ? [] : regenerated(before.snapshots, after.snapshots, says)),
  ];
}

function wasSaid(test: FoldedTest): string {
  const count = test.checks.filter((one) => one.strength > 0).length;
  const rows = test.cases > 1 && Number.isInteger(test.cases) ? `, ${test.cases} cases` : '';
  return `a test with ${count} assertion${count === 1 ? '' : 's'}${rows}`;
}

/** Tests that bent the checks themselves may go. */
function bentTests({ files }: SuiteFacts): (test: FoldedTest) => boolean {
  return (test) =>
    files.some(
      (file) =>
        file.path === test.path &&
        file.findings.some((one) => one.line >= test.line && one.line <= test.lastLine),
    );
}

function didRun(test: FoldedTest, ran: readonly TestResult[] | null): boolean {
  if (!ran || ran.length === 0) return true;
  const last = (test.title.split(' > ').at(-1) ?? '').split(/…|%[sdifjop]|\$\w/)[0]?.trim() ?? '';
  return last === '' || ran.some((one) => one.id.includes(last));
}

type Pair = { readonly before: FoldedTest; readonly after: FoldedTest };

function fewerRows({ before, after }: Pair, says: SpecSays, take: (rows: number) => number): Weakening[] {
  const rows = before.cases - after.cases;
  if (rows <= 0 || before.off !== null || !Number.isInteger(before.cases) || !Number.isInteger(after.cases))
    return [];
  const dropped = before.words.filter((word) => !after.words.includes(word));
  if (says.dropped(dropped) !== null || take(rows) <= 0) return [];
  return [weakened(after, after.line, `it had ${before.cases} cases`, `it has ${after.cases}`)];
}

/** Rows of a table that were exchanged for others under the same test, while the spec says the same about it. */
function exchangedRows({ before, after }: Pair, says: SpecSays, said: ReadonlySet<string>): Weakening[] {
  if (before.cases < 3 || before.off !== null || !Number.isInteger(before.cases)) return [];
  const known = new Set(after.checks.map((one) => one.text));
  if (!before.checks.every((one) => known.has(one.text)) || after.cases < before.cases) return [];
  const gone = before.words.filter((word) => !said.has(word));
  if (gone.length < 3 || gone.length * 2 <= before.cases || says.touches([before.title, ...before.words]))
    return [];
  const rows = gone.slice(0, 4).map((word) => JSON.stringify(short(word, 20)));
  return [
    weakened(after, after.line, `its table had rows with ${rows.join(', ')}`, 'others stand in their place'),
  ];
}

function lowered(before: readonly Threshold[], after: readonly Threshold[]): Weakening[] {
  return before.flatMap((was) => {
    const same = after.filter((one) => one.name === was.name);
    const is = same.find((one) => one.path === was.path) ?? same[0];
    if (is && is.value >= was.value) return [];
    const now = is ? `it is ${is.value}` : 'there is none';
    return [
      {
        path: is?.path ?? was.path,
        line: 0,
        title: '',
        was: `the threshold ${was.name} was ${was.value}`,
        is: now,
      },
    ];
  });
}

/** Values that snapshots held for tests that still compare with them. New fields are no weakening. */
function regenerated(before: readonly Snapshot[], after: readonly Snapshot[], says: SpecSays): Weakening[] {
  const now = new Map(
    after.flatMap((one) => [...one.entries].map(([name, value]) => [name, { path: one.path, value }])),
  );
  return before.flatMap((one) =>
    [...one.entries].flatMap(([name, value]) => {
      const is = now.get(name);
      if (!is) return [];
      const kept = new Set(linesOf(is.value));
      const lost = linesOf(value).filter((line) => !kept.has(line));
      const fresh = linesOf(is.value).filter((line) => !linesOf(value).includes(line));
      const asked = says.dropped(lost) !== null || freshValues(lost, fresh).some((each) => says.holds(each));
      if (lost.length === 0 || asked) return [];
      const was = `the snapshot "${short(name, 80)}" said \`${short(lost[0] ?? '', 60)}\``;
      return [
        {
          path: is.path,
          line: 0,
          title: '',
          was,
          is: `it was made anew: \`${short(fresh[0] ?? 'nothing', 60)}\``,
        },
      ];
    }),
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/,$/, ''))
    .filter((line) => line !== '');
}

/** Values of the new lines that the lost ones did not have: names of fields are in both. */
function freshValues(lost: readonly string[], fresh: readonly string[]): string[] {
  const known = new Set(lost.flatMap(valuesOf));
  return fresh.flatMap(valuesOf).filter((value) => value.length > 1 && !known.has(value));
}

function valuesOf(line: string): string[] {
  return line.match(/-?\d+(?:\.\d+)?|[\p{L}_]{4,}/gu) ?? [];
}
