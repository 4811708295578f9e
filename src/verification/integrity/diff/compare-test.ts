import type { Assertion } from '../suite-facts.ts';
import type { FoldedTest } from './folded-tests.ts';
import type { SpecSays } from './spec-says.ts';
import { short, type Weakening, weakened } from './weakening.ts';

/** What one test says less than it did, and what of it may have moved to another. */
export type TestDifference = {
  readonly weakenings: readonly Weakening[];
  readonly lost: readonly Assertion[];
};

type Pair = { readonly before: FoldedTest; readonly after: FoldedTest };

/** Compares a test with what became of it. What the spec asks for is no weakening. */
export function compareTest({ before, after }: Pair, says: SpecSays): TestDifference {
  const weakenings: Weakening[] = [];
  if (before.off === null && after.off !== null) {
    if (says.dropped([...before.words, before.title]) === null) {
      weakenings.push(weakened(after, after.line, 'it ran', `it ${after.off}`));
    }
    return { weakenings, lost: [] };
  }
  if (!before.only && after.only) {
    weakenings.push(
      weakened(after, after.line, 'every test ran', 'with `only` the others of its file are left out'),
    );
  }
  if (before.off !== null) return { weakenings, lost: [] };
  const { kept, lost, fresh } = sorted(before.checks, after.checks);
  for (const [was, is] of kept) {
    const worse = looser(was, is, says);
    if (worse) weakenings.push(weakened(after, is.line, `was \`${short(was.text)}\``, worse));
  }
  const missing: Assertion[] = [];
  for (const was of lost) {
    const taken = absorber(was, fresh);
    if (taken) {
      fresh.splice(fresh.indexOf(taken), 1, {
        ...taken,
        times: taken.times * Math.max(1, taken.literals.length) - was.times,
        literals: [],
      });
      if ((fresh.find((one) => one.text === taken.text)?.times ?? 0) <= 0)
        fresh.splice(
          fresh.findIndex((one) => one.text === taken.text),
          1,
        );
      const worse = looser(was, taken, says) ?? againstSpec(was, taken, after, says);
      if (worse) weakenings.push(weakened(after, taken.line, `was \`${short(was.text)}\``, worse));
      continue;
    }
    if (says.dropped([...was.names, ...was.literals]) !== null || coveredByKept(was, after.checks)) continue;
    const weaker =
      fresh.find((one) => one.strength < was.strength && related(was, one) > 0) ??
      swallowedTwin(was, after.checks);
    if (weaker) {
      fresh.splice(fresh.indexOf(weaker), fresh.includes(weaker) ? 1 : 0);
      const how = weaker.swallowed
        ? 'its failure is caught and goes nowhere now'
        : `is \`${short(weaker.text)}\`, which says less`;
      weakenings.push(weakened(after, weaker.line, `was \`${short(was.text)}\``, how));
    } else missing.push(was);
  }
  return { weakenings, lost: missing.filter((one) => counts(one, after.checks)) };
}

type Sorted = { kept: [Assertion, Assertion][]; lost: Assertion[]; fresh: Assertion[] };

/** Assertions that are the same as before, those that are not there any more, those that are new. Copies count once. */
function sorted(before: readonly Assertion[], after: readonly Assertion[]): Sorted {
  const left = [...new Map(after.map((one) => [one.text, one])).values()];
  const kept: [Assertion, Assertion][] = [];
  const lost: Assertion[] = [];
  for (const was of new Map(before.map((one) => [one.text, one])).values()) {
    if (was.strength === 0) continue;
    const at = left.findIndex((one) => one.text === was.text && one.strength >= was.strength);
    const is = left[at];
    if (!is) lost.push(was);
    else {
      kept.push([was, is]);
      left.splice(at, 1);
    }
  }
  return { kept, lost, fresh: left.filter((one) => one.strength > 0) };
}

/** The new assertion that says what a lost one said: the same subject first, then a shared value or name, then any as strong. */
function absorber(was: Assertion, fresh: readonly Assertion[]): Assertion | undefined {
  const able = fresh.filter((one) => one.strength >= was.strength || holdsValues(was, one));
  const ranked = able.map((one) => ({ one, score: related(was, one) })).sort((a, b) => b.score - a.score);
  return ranked[0]?.one;
}

/** 4: the same subject; less: shared values or names; 0: nothing in common. */
export function related(was: Assertion, is: Assertion): number {
  if (was.subject !== '' && was.subject === is.subject) return 4;
  const values = was.literals.filter((value) => is.literals.includes(value)).length;
  const names = was.names.filter((name) => is.names.includes(name)).length;
  return (values > 0 ? 2 : 0) + (names > 0 ? 1 : 0);
}

/** `match(x, /abc/)` for `equal(x, 'abc')`: a weaker word, but the value is still asked for, and no other would do. */
function holdsValues(was: Assertion, is: Assertion): boolean {
  if (is.oneOf || is.strength < 2 || is.tolerance || was.literals.length === 0) return false;
  return was.literals.every(
    (value) => value.length > 1 && is.literals.some((other) => other.includes(value)),
  );
}

/** `ok(res)` before `equal(res.status, 200)`, `equal(a.x, 1)` beside `deepEqual(a, { x: 1 })`: said by what stays. */
function coveredByKept(was: Assertion, after: readonly Assertion[]): boolean {
  return after.some((one) => {
    if (one.strength < was.strength && !(was.strength <= 1 && one.strength >= 2)) return false;
    if (one.strength === 0) return false;
    const inside =
      was.subject !== '' && (one.subject.startsWith(was.subject) || one.subject.includes(`(${was.subject})`));
    if (was.strength <= 2 && inside && was.literals.every((value) => one.literals.includes(value)))
      return true;
    const around = one.subject !== '' && was.subject.startsWith(one.subject) && one.subject !== was.subject;
    return around && was.literals.length > 0 && was.literals.every((value) => one.literals.includes(value));
  });
}

function swallowedTwin(was: Assertion, after: readonly Assertion[]): Assertion | undefined {
  return after.find((one) => one.swallowed && (one.text === was.text || one.subject === was.subject));
}

/** That something is there is worth little where values are still compared. */
function counts(was: Assertion, after: readonly Assertion[]): boolean {
  return was.strength > 1 || !after.some((one) => one.strength > 1);
}

/** Another value than the spec says, where the one before was the spec's. */
function againstSpec(was: Assertion, is: Assertion, test: FoldedTest, says: SpecSays): string | null {
  const old = was.literals.filter((value) => !is.literals.includes(value));
  const fresh = is.literals.filter((value) => !was.literals.includes(value));
  if (old.length === 0 || fresh.length === 0 || was.subject !== is.subject) return null;
  const words = [...was.subject.split(/[^\p{L}\p{N}_/.-]+/u), ...was.names, ...was.literals];
  const line = old.map((value) => says.example(value, words, test.title)).find((found) => found !== null);
  if (line === undefined || fresh.some((value) => says.holds(value))) return null;
  return `is \`${short(is.text)}\`, and the spec still says "${short(line ?? '', 80)}"`;
}

/** How an assertion became easier to satisfy; null when it did not. */
function looser(was: Assertion, is: Assertion, says: SpecSays): string | null {
  const now = `is \`${short(is.text)}\``;
  if (was.condition === null && is.condition !== null && is.text === was.text) {
    return `it is made only when \`${short(is.condition, 60)}\``;
  }
  if (was.times > is.times && Number.isInteger(is.times))
    return `it is made ${is.times} instead of ${was.times} times`;
  if (
    is.oneOf &&
    !was.oneOf &&
    is.literals.some((value) => !was.literals.includes(value) && !says.holds(value))
  ) {
    return `${now}, which more values satisfy`;
  }
  if (!is.tolerance || says.allowsTolerance(is.tolerance.value)) return null;
  if (was.tolerance?.kind === is.tolerance.kind) {
    const { kind, value } = is.tolerance;
    const before = was.tolerance.value;
    const wider =
      kind === 'delta' ? value > before * 1.001 : kind === 'max' ? value > before * 2 : value < before / 2;
    return wider ? `${now}, which is wider` : null;
  }
  if (was.tolerance || was.strength < 3 || is.tolerance.kind !== 'delta') return null;
  const size = Math.max(0, ...is.literals.map((value) => Math.abs(Number(value)) || 0));
  return is.tolerance.value > Math.max(0.01, size / 10) ? `${now}, which is wider` : null;
}
