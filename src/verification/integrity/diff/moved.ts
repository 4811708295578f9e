import type { Assertion } from '../suite-facts.ts';
import type { FoldedTest } from './folded-tests.ts';
import type { Matched } from './match-tests.ts';
import { stemsOf } from './spec-says.ts';

/** What tests say beyond what they said before: room for what has gone elsewhere. */
export type Room = {
  readonly test: FoldedTest;
  left: number;
  readonly fresh: readonly Assertion[];
  /** Names and values it did not have before. */
  readonly words: ReadonlySet<string>;
  /** Only its table grew: it takes in what is about nothing else. */
  readonly rows: boolean;
};

/** Share of what a test is about that another has to be about to have taken it in. */
const aboutTheSame = 0.5;

export function roomIn({ pairs, fresh }: Matched): Room[] {
  const grown = pairs.map(({ before, after }) => {
    const known = new Set(before.checks.map((one) => one.text));
    const words = new Set(before.words);
    const off = after.off !== null;
    const left = off ? 0 : Math.max(0, countOf(after) - (before.off === null ? countOf(before) : 0));
    return {
      test: after,
      left,
      fresh: off ? [] : after.checks.filter((one) => !known.has(one.text)),
      words: new Set(
        after.words.filter(
          (word) => after.cases > before.cases || (!words.has(word) && !everywhere.has(word)),
        ),
      ),
      rows: after.cases > before.cases,
    };
  });
  const added = fresh
    .filter((test) => test.off === null)
    .map((test) => ({
      test,
      left: volume(test),
      fresh: test.checks,
      words: new Set(test.words),
      rows: false,
    }));
  return [...grown, ...added].filter((room) => room.left > 0);
}

/** How much of a test that is gone no other has taken in: assertions, at least one. Takes the room it uses. */
export function notMoved(gone: FoldedTest, rooms: readonly Room[]): number {
  const own = strong(gone);
  if (own.length === 0 && gone.calls.length === 0) return 0;
  let missing = Math.max(1, own.length) * gone.cases;
  const about = aboutOf(gone);
  const able = rooms
    .map((room) => ({ room, share: shareIn(about, room.test) }))
    .filter(
      ({ room, share }) =>
        share >= (room.rows ? 0.9 : aboutTheSame) && gone.words.some((word) => room.words.has(word)),
    )
    .sort((a, b) => b.share - a.share);
  for (const { room } of able) {
    const texts = new Set(room.test.checks.map((one) => one.text));
    const said = own.filter((one) => texts.has(one.text)).length * gone.cases;
    const wanted = Math.max(gone.cases, missing - said);
    const used = Math.min(room.left, wanted);
    room.left -= used;
    if (used >= Math.min(wanted, gone.cases)) missing -= said;
    missing -= used;
    if (missing <= 0) return 0;
  }
  return Math.ceil(missing);
}

/** Whether a lost assertion is made in another test now. Takes the room it uses. */
export function madeElsewhere(lost: Assertion, rooms: readonly Room[]): boolean {
  const taker = rooms.find(
    (room) =>
      room.left > 0 &&
      room.fresh.some(
        (one) => one.text === lost.text || (one.strength >= lost.strength && sameSubject(lost, one)),
      ),
  );
  if (taker) taker.left -= 1;
  return taker !== undefined;
}

/** Most of what one looks at is what the other looks at. */
function sameSubject(lost: Assertion, one: Assertion): boolean {
  if (lost.subject === one.subject) return lost.subject !== '';
  const words = wordsOf(lost.subject);
  const other = new Set(wordsOf(one.subject));
  const shared = words.filter((word) => other.has(word)).length;
  const values = lost.literals.length === 0 || lost.literals.some((value) => one.literals.includes(value));
  return values && words.length > 0 && shared / words.length >= 0.7;
}

function wordsOf(subject: string): string[] {
  return (subject.match(/[\p{L}\p{N}_/-]+/gu) ?? []).filter((word) => !everywhere.has(word));
}

/** Rows of a table that are tests of their own now, or rows of another. */
export function takeRows(rows: number, of: FoldedTest, rooms: readonly Room[]): number {
  let missing = rows;
  const about = aboutOf(of);
  for (const room of rooms) {
    if (room.test === of || shareIn(about, room.test) < aboutTheSame) continue;
    const used = Math.min(room.left, missing);
    room.left -= used;
    missing -= used;
  }
  return missing;
}

function strong(test: FoldedTest): Assertion[] {
  const checks = [...new Map(test.checks.map((one) => [one.text, one])).values()];
  const exact = checks.filter((one) => one.strength > 1);
  return exact.length > 0 ? exact : checks.filter((one) => one.strength > 0);
}

function countOf(test: FoldedTest): number {
  return strong(test).reduce((sum, one) => sum + one.times, 0) * test.cases;
}

function volume(test: FoldedTest): number {
  const each = strong(test).map((one) => one.times * Math.max(1, one.literals.length));
  return each.reduce((sum, one) => sum + one, 0) * test.cases;
}

const everywhere = new Set(
  'assert expect equal strictEqual deepEqual deepStrictEqual ok test it describe toBe toEqual t self res response request result await async status statusCode status_code json body get post put patch delete client app to be'.split(
    ' ',
  ),
);

function aboutOf(test: FoldedTest): { names: string[]; title: Set<string> } {
  const names = test.words.filter(
    (word) => !everywhere.has(word) && !/^[\d.-]+$/.test(word) && !test.title.includes(word),
  );
  return { names, title: stemsOf(test.title) };
}

/** The greater of the shares of names and values, and of the words of the title, that the other test has too. */
function shareIn({ names, title }: { names: string[]; title: Set<string> }, other: FoldedTest): number {
  const words = new Set(other.words);
  const shared = names.length === 0 ? 0 : names.filter((name) => words.has(name)).length / names.length;
  const all = stemsOf(`${other.title} ${other.words.join(' ')}`);
  const titled = title.size === 0 ? 0 : [...title].filter((word) => all.has(word)).length / title.size;
  return Math.max(shared, titled);
}
