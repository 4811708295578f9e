import type { Node } from '../../syntax/parse-javascript.ts';
import type { Assertion } from '../suite-facts.ts';
import { rootOf, type Segment } from './chain.ts';
import { literalsIn, namesIn, numberOf, plain, plainText } from './literals.ts';
import { matcherStrength, neverCounted, truthStrength } from './strength.ts';

/** What a file calls its assertion libraries. */
export type AssertNames = {
  /** Objects: `assert`, `t`. */
  readonly objects: ReadonlySet<string>;
  /** Functions taken out of them, under their local names. */
  readonly functions: ReadonlyMap<string, string>;
};

type Place = Pick<Assertion, 'times' | 'swallowed' | 'condition'>;

/** The assertions that one chain of calls makes; none for any other chain. */
export function assertionsOf(
  text: string,
  node: Node,
  chain: readonly Segment[],
  names: AssertNames,
  place: Place,
): Assertion[] {
  const made = (parts: Parts): Assertion => ({
    line: node.loc?.start.line ?? 0,
    at: node.start ?? 0,
    text: plainText(text, node),
    ...place,
    ...parts,
  });
  const [root] = chain;
  const last = chain.at(-1);
  if (!root || !last) return [];
  if (root.name === 'expect' || (chain[1]?.name === 'expect' && names.objects.has(root.name))) {
    const from = chain.findIndex((link) => link.args !== null);
    const subject = chain[from]?.args?.[0];
    if (from < 0 || !subject || neverCounted.has(chain[from]?.name ?? '')) return [];
    const rest = chain.slice(from + 1);
    return [
      made(
        partsOf(
          text,
          subject,
          rest.map((link) => link.name),
          lastArgs(rest),
          true,
        ),
      ),
    ];
  }
  const should = chain.findIndex((link) => link.name === 'should');
  if (should > 0) {
    const rest = chain.slice(should + 1);
    return [
      made(
        partsOf(
          text,
          rootOf(node),
          rest.map((link) => link.name),
          lastArgs(rest),
          true,
        ),
      ),
    ];
  }
  const asked = chain.slice(1).filter((link) => link.name === 'expect' && link.args && link.args.length > 0);
  if (asked.length > 0) {
    const path = chain.find((link) => /^(?:get|post|put|patch|delete|del|head)$/.test(link.name));
    const subject = plain([root.name, path?.name, ...literalsIn(path?.args ?? [])].join(' '));
    return asked.map((link) =>
      made({
        ...nothing,
        subject,
        names: namesIn(link.args ?? []),
        literals: literalsIn(link.args ?? []),
        text: plain(`${subject}.expect(${literalsIn(link.args ?? []).join()})`),
        strength: 3,
      }),
    );
  }
  return asserted(text, chain, names).map(made);
}

type Parts = Partial<Pick<Assertion, 'text'>> &
  Pick<Assertion, 'subject' | 'names' | 'literals' | 'strength' | 'oneOf' | 'tolerance'>;
const nothing: Parts = { subject: '', names: [], literals: [], strength: 0, oneOf: false, tolerance: null };

function lastArgs(chain: readonly Segment[]): readonly Node[] | null {
  return chain.findLast((link) => link.args !== null)?.args ?? null;
}

/** `assert(x)`, `assert.equal(a, b)`, `equal(a, b)`. */
function asserted(text: string, chain: readonly Segment[], names: AssertNames): Parts[] {
  const at = chain.findIndex((link, index) => index === 1 && link.name === 'assert' && link.args === null);
  const [root, ...rest] = at > 0 ? chain.slice(at) : chain;
  const isObject = root !== undefined && names.objects.has(root.name);
  const imported = root && !isObject ? names.functions.get(root.name) : undefined;
  const last = chain.at(-1);
  if ((!isObject && imported === undefined) || !last?.args || last.name === '()') return [];
  if (isObject && root.args !== null && rest.length > 0) return [];
  const method = imported ?? (rest.length === 0 ? 'ok' : last.name);
  const [first, second, ...more] = last.args;
  if (!first || neverCounted.has(method)) return [];
  if (matcherStrength([method]) === null) return [];
  if (/^(?:ok|true|truthy|isTrue|isOk|assert|false|falsy|isFalse|notOk)$/.test(method)) {
    return [partsOf(text, first, [method], null, true)];
  }
  const swapped = second !== undefined && namesIn([first]).length === 0 && namesIn([second]).length > 0;
  const [subject, expected] = swapped ? [second, first] : [first, second];
  return [partsOf(text, subject, [method], expected ? [expected, ...more] : null, false)];
}

function partsOf(
  text: string,
  subject: Node,
  words: readonly string[],
  args: readonly Node[] | null,
  chained: boolean,
): Parts {
  const given = args ?? [];
  const isClose = words.some((word) => /close|approx/i.test(word));
  const expected = chained && !isClose ? given : given.slice(0, 1);
  const truth = /^(?:ok|true|truthy|isTrue|isOk|assert)$/.test(words.at(-1) ?? '');
  const isTruth =
    truth || (words.includes('toBe') && given[0]?.type === 'BooleanLiteral') || words.includes('toBeTruthy');
  const inside = isTruth ? truthStrength(text, subject) : null;
  const strength = inside?.strength ?? matcherStrength(words, given);
  const constant = namesIn([subject, ...expected]).filter((name) => name !== 'undefined').length === 0;
  const same =
    expected.length === 1 &&
    !words.includes('not') &&
    expected[0] &&
    plainText(text, expected[0]) === plainText(text, subject);
  return {
    subject: inside?.subject ?? plainText(text, subject),
    names: namesIn([subject]),
    literals: [...(inside?.literals ?? []), ...valuesOf(words, expected)],
    strength: constant || same ? 0 : weakened(strength ?? 0, subject, expected),
    oneOf: words.some((word) => /^(?:oneOf|toBeOneOf|isOneOf)$/.test(word)) || (inside?.oneOf ?? false),
    tolerance: inside?.tolerance ?? toleranceOf(words, given),
  };
}

/** `toBeTrue()` and its like name their value. */
function valuesOf(words: readonly string[], expected: readonly Node[]): string[] {
  const named = words.at(-1)?.match(/^(?:toBe|is)?(True|False|Null|Undefined|NaN)$/i)?.[1];
  return expected.length === 0 && named ? [named.toLowerCase()] : literalsIn(expected);
}

/** What is compared with `expect.anything()`, or is `typeof x`, says no value. */
function weakened(strength: number, subject: Node, expected: readonly Node[]): number {
  if (subject.type === 'UnaryExpression' && subject.operator === 'typeof') return Math.min(strength, 1);
  const names = namesIn(expected);
  const open = names.includes('anything') || names.includes('any');
  return open && literalsIn(expected).length === 0 ? Math.min(strength, 1) : strength;
}

function toleranceOf(words: readonly string[], args: readonly Node[]): Assertion['tolerance'] {
  const word = words.find((one) => /close|approx|within|less|below|most|greater|above|least/i.test(one));
  if (!word || words.includes('not')) return null;
  if (word === 'toBeCloseTo') return { kind: 'delta', value: 0.5 * 10 ** -(numberOf(args[1]) ?? 2) };
  const value = numberOf(/close|approx/i.test(word) ? args[1] : args[0]);
  if (value === null) return null;
  if (/close|approx/i.test(word)) return { kind: 'delta', value };
  if (/less|below|most/i.test(word)) return { kind: 'max', value };
  return /greater|above|least/i.test(word) ? { kind: 'min', value } : null;
}
