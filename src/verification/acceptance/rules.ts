import type { Random } from '../random.ts';
import { fromRoman, greatestRoman, toRoman } from './roman.ts';

/** Something that the answer of an example may be of its inputs. */
export type Rule = {
  readonly name: string;
  /** Words that name it in a path or a statement. */
  readonly words: RegExp;
  /** Of which inputs it is: all numbers together, or one value by itself. */
  readonly of: 'numbers' | 'value';
  /** Another input that it is of and no greater than the one shown, where not every value of the kind is one. */
  readonly draw?: (random: Random, shown: unknown) => unknown;
  /** Undefined where it is of no such input. */
  make(input: readonly unknown[]): unknown;
};

const numbers =
  (make: (values: readonly number[]) => number): Rule['make'] =>
  (input) =>
    input.length >= 2 && input.every((value) => typeof value === 'number') ? make(input) : undefined;
const number =
  (make: (value: number) => unknown): Rule['make'] =>
  ([value]) =>
    typeof value === 'number' ? make(value) : undefined;
const text =
  (make: (value: string) => unknown): Rule['make'] =>
  ([value]) =>
    typeof value === 'string' ? make(value) : undefined;
const list =
  (make: (value: readonly unknown[]) => unknown): Rule['make'] =>
  ([value]) =>
    Array.isArray(value) ? make(value) : undefined;
const figures =
  (make: (value: readonly number[]) => unknown): Rule['make'] =>
  ([value]) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'number')
      ? make(value)
      : undefined;
const two = (make: (a: number, b: number) => number): Rule['make'] =>
  numbers((values) => (values.length === 2 ? make(values[0] ?? 0, values[1] ?? 0) : Number.NaN));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const product = (values: readonly number[]) => values.reduce((total, value) => total * value, 1);
const sorted = (values: readonly unknown[]) =>
  values.every((value) => typeof value === 'number')
    ? [...values].sort((a, b) => Number(a) - Number(b))
    : [...values].sort();

/** What answers are of what was sent, in the services that specs show by examples. */
export const rules: readonly Rule[] = [
  { name: 'sum', words: /\b(?:add|sum|plus|total)/i, of: 'numbers', make: numbers(sum) },
  { name: 'product', words: /multipl|product|times|\bmul\b/i, of: 'numbers', make: numbers(product) },
  {
    name: 'difference',
    words: /subtract|minus|difference|\bsub\b/i,
    of: 'numbers',
    make: two((a, b) => a - b),
  },
  { name: 'quotient', words: /divi|quotient|\bdiv\b/i, of: 'numbers', make: two((a, b) => a / b) },
  { name: 'power', words: /\bpow/i, of: 'numbers', make: two((a, b) => a ** b) },
  { name: 'remainder', words: /\bmod|remainder/i, of: 'numbers', make: two((a, b) => a % b) },
  {
    name: 'greatest',
    words: /\bmax|greatest|larger/i,
    of: 'numbers',
    make: numbers((values) => Math.max(...values)),
  },
  {
    name: 'least',
    words: /\bmin|least|smaller/i,
    of: 'numbers',
    make: numbers((values) => Math.min(...values)),
  },
  {
    name: 'mean',
    words: /\b(?:mean|average|avg)/i,
    of: 'numbers',
    make: numbers((values) => sum(values) / values.length),
  },
  { name: 'square', words: /square/i, of: 'value', make: number((value) => value ** 2) },
  { name: 'double', words: /double|twice/i, of: 'value', make: number((value) => value * 2) },
  { name: 'even', words: /even/i, of: 'value', make: number((value) => value % 2 === 0) },
  { name: 'odd', words: /\bodd/i, of: 'value', make: number((value) => value % 2 !== 0) },
  {
    name: 'fahrenheit',
    words: /fahrenheit|to.?f\b/i,
    of: 'value',
    make: number((value) => (value * 9) / 5 + 32),
  },
  {
    name: 'Roman number',
    words: /\broman/i,
    of: 'value',
    draw: (random, shown) => random.between(1, Math.min(greatestRoman, Number(shown))),
    make: number(toRoman),
  },
  {
    name: 'number of a Roman number',
    words: /\broman/i,
    of: 'value',
    draw: (random, shown) => toRoman(random.between(1, fromRoman(String(shown)) ?? 1)),
    make: text(fromRoman),
  },
  { name: 'echo', words: /echo|same|back/i, of: 'value', make: ([value]) => value },
  { name: 'reverse', words: /revers/i, of: 'value', make: text((value) => [...value].reverse().join('')) },
  {
    name: 'upper case',
    words: /upper|capital|shout/i,
    of: 'value',
    make: text((value) => value.toUpperCase()),
  },
  { name: 'lower case', words: /lower/i, of: 'value', make: text((value) => value.toLowerCase()) },
  {
    name: 'length',
    words: /length|count|how many|characters/i,
    of: 'value',
    make: text((value) => value.length),
  },
  {
    name: 'words',
    words: /words?/i,
    of: 'value',
    make: text((value) => value.split(/\s+/).filter(Boolean).length),
  },
  {
    name: 'palindrome',
    words: /palindrom/i,
    of: 'value',
    make: text((value) => value === [...value].reverse().join('')),
  },
  {
    name: 'slug',
    words: /slug/i,
    of: 'value',
    make: text((value) => value.toLowerCase().split(/\W+/).filter(Boolean).join('-')),
  },
  { name: 'sum of a list', words: /\b(?:add|sum|total)/i, of: 'value', make: figures(sum) },
  {
    name: 'greatest of a list',
    words: /\bmax|greatest/i,
    of: 'value',
    make: figures((value) => Math.max(...value)),
  },
  {
    name: 'least of a list',
    words: /\bmin|least/i,
    of: 'value',
    make: figures((value) => Math.min(...value)),
  },
  {
    name: 'mean of a list',
    words: /\b(?:mean|average|avg)/i,
    of: 'value',
    make: figures((value) => sum(value) / value.length),
  },
  { name: 'sorted', words: /sort|order/i, of: 'value', make: list(sorted) },
  { name: 'reversed list', words: /revers/i, of: 'value', make: list((value) => [...value].reverse()) },
  {
    name: 'without repeats',
    words: /uniq|distinct|dedup/i,
    of: 'value',
    make: list((value) => [...new Set(value)]),
  },
  {
    name: 'length of a list',
    words: /length|count|how many/i,
    of: 'value',
    make: list((value) => value.length),
  },
];
