import type { Random } from '../random.ts';
import { deepSame, isRecord } from './answers.ts';
import type { Example } from './examples.ts';
import { type Rule, rules } from './rules.ts';

export type Input = { readonly name: string; readonly value: unknown };

/** The values a request of an example carries, by name: of its query, its body, or where its path has a parameter. */
export function inputsOf(example: Example, pattern: string | null): Input[] {
  const named = [
    ...example.query.map(([name, value]) => ({ name, value: plain(value) })),
    ...(isRecord(example.body) ? Object.entries(example.body).map(([name, value]) => ({ name, value })) : []),
  ];
  const parts = example.path.split('/');
  const own = (pattern ?? '')
    .split('/')
    .flatMap((part, at) =>
      part.startsWith(':') ? [{ name: part, value: plain(decodeURIComponent(parts[at] ?? '')) }] : [],
    );
  return [...own, ...named];
}

function plain(value: string): unknown {
  return /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
}

export type Found = {
  readonly rule: Rule;
  /** Names of the inputs it is of. */
  readonly inputs: readonly string[];
  /** The place in the answer: a name, or null for the whole of it. */
  readonly place: string | null;
  /** Text before and after it in the answer: `Hello, ` … `!`. */
  readonly frame: readonly [string, string];
};

type Known = { readonly example: Example; readonly inputs: readonly Input[] };

/**
 * The one rule that all examples of a request agree with, where two of them do or the words name it. Null where more
 * than one could be meant, or none.
 */
export function ruleOf(known: readonly Known[], place: string | null, words: string): Found | null {
  const [first] = known;
  if (!first) return null;
  const found = candidates(first.inputs).filter((one) =>
    known.every(({ example, inputs }) => {
      const expected =
        place === null ? example.value : isRecord(example.value) ? example.value[place] : undefined;
      return expected !== undefined && agrees(one, inputs, expected);
    }),
  );
  const isEvident = known.length >= 2 || /\b(?:hello|hi|greet\w*|welcome|dear|echo)\b/i.test(words);
  const framed = found.length === 0 && isEvident ? frameOf(known, place) : null;
  if (framed) return framed;
  const named = found.filter(({ rule }) => rule.words.test(words));
  const chosen =
    named.length === 1 ? named[0] : known.length >= 2 && found.length === 1 ? found[0] : undefined;
  return chosen ? { ...chosen, place, frame: ['', ''] } : null;
}

type Candidate = Pick<Found, 'rule' | 'inputs'>;

function candidates(inputs: readonly Input[]): Candidate[] {
  const all = inputs.filter(({ value }) => typeof value === 'number').map(({ name }) => name);
  return rules.flatMap((rule) =>
    rule.of === 'numbers' ? [{ rule, inputs: all }] : inputs.map(({ name }) => ({ rule, inputs: [name] })),
  );
}

/** What the rule makes of the inputs; undefined where it is of no such ones. */
export function made({ rule, inputs: names }: Candidate, inputs: readonly Input[]): unknown {
  return rule.make(names.map((name) => inputs.find((one) => one.name === name)?.value));
}

function agrees(one: Candidate, inputs: readonly Input[], expected: unknown): boolean {
  const value = made(one, inputs);
  return value !== undefined && isEqual(value, expected);
}

/** Equal as JSON, figures to nine digits, and a figure written as text. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && (typeof b === 'number' || (typeof b === 'string' && b.trim() !== '')))
    return Math.abs(a - Number(b)) <= 1e-9 * Math.max(1, Math.abs(a));
  return deepSame(a, b);
}

/** `Hello, Ada!` for `name=Ada`: the same text around an input in every example. */
function frameOf(known: readonly Known[], place: string | null): Found | null {
  const echo = rules.find(({ name }) => name === 'echo');
  const [first] = known;
  if (!echo || !first) return null;
  for (const { name, value } of first.inputs) {
    if (typeof value !== 'string' || value.length < 3) continue;
    const frames = known.map(({ example, inputs }) => {
      const whole =
        place === null ? example.value : isRecord(example.value) ? example.value[place] : undefined;
      const own = inputs.find((one) => one.name === name)?.value;
      const parts = typeof whole === 'string' && typeof own === 'string' ? whole.split(own) : [];
      return parts.length === 2 ? JSON.stringify(parts) : null;
    });
    if (frames[0] === null || new Set(frames).size !== 1) continue;
    const [before = '', after = ''] = JSON.parse(frames[0] ?? '[]');
    return { rule: echo, inputs: [name], place, frame: [String(before), String(after)] };
  }
  return null;
}

/** Another value of the same kind; undefined where its kind is not one to draw. */
export function another(value: unknown, random: Random): unknown {
  if (typeof value === 'number') return random.between(2, 40);
  if (typeof value === 'string')
    return value
      .split(' ')
      .map(() => letters(random, Math.max(4, Math.min(9, value.length))))
      .join(' ');
  if (Array.isArray(value))
    return [...value, ...value].slice(0, value.length + 2).map((one) => another(one, random));
  return undefined;
}

function letters(random: Random, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + random.between(0, 25))).join('');
}
