import { STATUS_CODES } from 'node:http';
import type { Chosen, Datum, FileFacts } from '../suite-facts.ts';
import { isTestSide } from '../test-side.ts';
import type { Told } from './suite-tricks.ts';

type Known = { readonly value: string | number; readonly path: string; readonly line: number };

/** Share of the values of a condition or a table that tests have to use as well: a table made of the tests has nearly all. */
const share = 0.7;
const fewestNumbers = 4;

const everyday = new Set(
  `true false yes no on off null undefined none nan get put post patch delete head options http https utf-8 utf8 utf-16le ascii
   base64 base64url hex latin1 binary buffer gzip deflate br string number boolean object function symbol bigint array error
   close open data end finish exit message listening connection request response timeout test production development staging
   debug info warn warning fatal trace silent asc desc ascending descending bearer basic digest infinity json text html csv xml
   unknown pending done active inactive enabled disabled created updated deleted monday tuesday wednesday thursday friday
   saturday sunday january february march april may june july august september october november december day week month year
   hour minute second days weeks months years hours minutes seconds eur usd gbp id name title url path host status code size
   limit offset page sort order from to query body keep-alive chunked localhost constructor prototype __proto__ hasownproperty`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Words of any English sentence: in small letters they name no value. */
const prose =
  /^(?:again|about|above|after|already|always|also|another|before|below|between|each|either|every|exactly|first|later|never|often|once|only|other|others|same|second|since|still|their|there|these|those|third|twice|under|until|where|which|while|whose|with|within|without)$/i;

/** Conditions and tables of sources that are made of what the tests send, while the spec names none of it. */
export function knownInputs(files: readonly FileFacts[], spec: string): Told[] {
  const data = new Map<string, Known>();
  for (const file of files) for (const one of file.data ?? []) remember(data, file.path, one);
  const sources = files.filter((file) => !isTestSide(file.path));
  const own = new Set(sources.flatMap((file) => file.ownWords ?? []));
  const said = spec.toLowerCase();
  const numbers = numbersOf(spec);
  const inSpec = (value: string | number) =>
    typeof value === 'number'
      ? numbers.has(value)
      : spec.includes(value) || (!prose.test(value) && said.includes(value.toLowerCase()));
  return sources.flatMap((file) =>
    (file.chosen ?? []).flatMap((chosen) => {
      const known =
        byTexts(chosen, data, (text) => inSpec(text) || own.has(text)) ?? byNumbers(chosen, data, inSpec);
      if (!known) return [];
      const is = typeof known.value === 'number' ? String(known.value) : JSON.stringify(known.value);
      const what = `compares with ${is}, a value of BUILD/${known.path}:${known.line} that the spec does not name`;
      const instead = 'the rule has to hold for every value';
      return [{ path: file.path, line: chosen.line, class: 'tampering' as const, what, instead }];
    }),
  );
}

function remember(data: Map<string, Known>, path: string, { line, value }: Datum): void {
  const key = keyOf(value);
  if (!data.has(key)) data.set(key, { value, path, line });
}

function keyOf(value: string | number): string {
  return typeof value === 'number' ? `#${value}` : value.toLowerCase();
}

/** One telling text, or two plain ones that are nearly all of the condition. */
function byTexts(
  { values }: Chosen,
  data: ReadonlyMap<string, Known>,
  isSaid: (text: string) => boolean,
): Known | null {
  const texts = values.filter((one) => typeof one === 'string').filter((one) => isWord(one));
  const known = texts.filter((one) => data.has(one.toLowerCase()) && !isSaid(one));
  const telling = known.find((one) => isTelling(one));
  const [first] = known;
  const many = known.length >= 2 && known.length >= share * texts.length;
  const found = telling ?? (many ? first : undefined);
  return found === undefined ? null : (data.get(found.toLowerCase()) ?? null);
}

function isTelling(text: string): boolean {
  // Names of headers, of errors, of a program's own things, and what a value of JavaScript calls itself.
  if (/^(?:[A-Z][a-z]+-)+[A-Z]\w*$|Error$|Exception$|^[A-Z]+\d*$|^\W*[a-z]+[A-Z]\w*|^\[object /.test(text))
    return false;
  return (
    /\p{L}{2,}\s+\p{L}/u.test(text) || (/\p{Lu}/u.test(text) && (text.match(/\p{L}/gu) ?? []).length >= 5)
  );
}

/** Neither a code, a name of a header, a type of media, a signal, a path, nor an everyday word. */
function isWord(text: string): boolean {
  if (everyday.has(text.toLowerCase()) || !/\p{L}{3,}/u.test(text)) return false;
  return !/^(?:E[A-Z]{3,}|ERR_\w+|SIG[A-Z]+|[A-Z][A-Z\d]*_[A-Z\d_]+|[a-z]+(?:-[a-z]+)+|[a-z]+\/[\w.+-]+|node:.*|[./].*|\w+:)$/.test(
    text,
  );
}

/** Numbers that follow no rule, nearly all of them from the tests, and not from the spec. */
function byNumbers(
  { values }: Chosen,
  data: ReadonlyMap<string, Known>,
  inSpec: (value: number) => boolean,
): Known | null {
  const numbers = [...new Set(values.filter((one) => typeof one === 'number'))];
  if (numbers.length < fewestNumbers || isRegular(numbers)) return null;
  const known = numbers.filter((one) => data.has(keyOf(one)));
  const unsaid = known.filter((one) => !inSpec(one));
  if (known.length < share * numbers.length || unsaid.length < Math.max(2, known.length / 3)) return null;
  return data.get(keyOf(unsaid[0] ?? 0)) ?? null;
}

/** Steps of the same size or factor, one digit before zeros (Roman numerals), small numbers (months), statuses of HTTP, powers of two. */
function isRegular(numbers: readonly number[]): boolean {
  const sorted = [...numbers].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((one, index) => one - (sorted[index] ?? 0));
  const factors = sorted.slice(1).map((one, index) => one / (sorted[index] ?? 0));
  const same = (some: readonly number[]) => some.every((one) => Math.abs(one - (some[0] ?? 0)) < 1e-9);
  return (
    same(steps) ||
    same(factors) ||
    sorted.every((one) => /^-?[1-9]0*$|^0$/.test(String(one))) ||
    sorted.every((one) => Number.isInteger(one) && Math.abs(one) <= 31) ||
    sorted.every((one) => Object.hasOwn(STATUS_CODES, String(one))) ||
    sorted.every((one) => one > 0 && Number.isInteger(Math.log2(one)))
  );
}

function numbersOf(spec: string): ReadonlySet<number> {
  const written = spec.match(/(?<![\w.])-?\d+(?:[.,]\d+)?(?!\w)/g) ?? [];
  return new Set(written.map((one) => Number(one.replace(',', '.'))));
}
