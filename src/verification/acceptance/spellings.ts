import type { Field, Json, UniqueRule } from '../../spec-model/model/service-model.ts';
import type { Random } from '../random.ts';
import type { Quote, SpecView } from './spec-view.ts';
import { mentions } from './spec-words.ts';

/** What a clause says is ignored when two values of these fields are compared. */
export type Ignored = {
  readonly what: 'case' | 'slash';
  readonly fields: readonly string[];
  readonly quote: Quote;
};

const ignoredCase =
  /\b(?:ignor\w+|regardless of|whatever|without regard to|independent of|irrespective of)(?: the)?(?: upper(?:-| and | or |\/)lower)?[- ]?cases?\b|\bcase[- ]?insensitiv\w*/i;
const ignoredSlash =
  /\b(?:ignor\w+|regardless of|with or without|without regard to)(?: an?| the| any)?(?: optional| single)? (?:trailing slash|final slash|slash(?:es)? at (?:its|their|the) end)/i;
const refusal = /\b(?:409|422|400|refus\w*|reject\w*|unique|twice|already|duplicate|only once)\b/i;

/**
 * The spellings that a spec calls the same where it says that these fields may stand only once. A clause that names
 * other fields is not about this rule, and one that denies it says nothing.
 */
export function ignoredBy(spec: SpecView, rule: UniqueRule, fields: readonly Field[]): Ignored[] {
  const names = fields.map(({ name }) => name);
  const texts = fields
    .filter(({ name, type }) => rule.fields.includes(name) && ['string', 'url', 'email'].includes(type))
    .map(({ name }) => name);
  return spec.study.statements.flatMap(({ clause: { text, line } }): Ignored[] => {
    if (!refusal.test(text) || /\bnot (?:ignor|case)|\bcase[- ]?sensitiv/i.test(text)) return [];
    const named = names.filter((name) => mentions(text, name));
    if (named.length === 0 || !named.every((name) => rule.fields.includes(name))) return [];
    if (named.length < rule.fields.length) return [];
    const quote = { line, text };
    return [
      ...ignored('case', ignoredCase, text, texts, quote),
      ...ignored('slash', ignoredSlash, text, texts, quote),
    ];
  });
}

function ignored(
  what: Ignored['what'],
  pattern: RegExp,
  text: string,
  fields: readonly string[],
  quote: Quote,
): Ignored[] {
  const found = pattern.exec(text);
  if (!found) return [];
  const behind = text.slice(found.index + found[0].length);
  const of = /^ (?:of|in) (?:its |the )?`?([A-Za-z_]\w*)`?/.exec(behind)?.[1];
  if (of === undefined) return fields.length === 1 ? [{ what, fields, quote }] : [];
  return fields.includes(of) ? [{ what, fields: [of], quote }] : [];
}

/** Other spellings of a value that keep the rules of its field, each unlike it and unlike the others. */
export function spellingsOf(what: Ignored['what'], value: Json, field: Field, random: Random): string[] {
  if (typeof value !== 'string') return [];
  const all = what === 'case' ? casesOf(value, random) : slashesOf(value);
  return [...new Set(all)].filter((text) => text !== value && fits(text, field));
}

function casesOf(value: string, random: Random): string[] {
  const start = /^https?:\/\/[^/]*/.exec(value)?.[0] ?? '';
  const rest = value.slice(start.length);
  const mixed = () =>
    [...rest].map((sign) => (random.between(0, 1) === 1 ? sign.toUpperCase() : sign.toLowerCase())).join('');
  const capital = rest.charAt(0).toUpperCase() + rest.slice(1).toLowerCase();
  return [mixed(), rest.toUpperCase(), mixed(), rest.toLowerCase(), capital].map((text) => start + text);
}

function slashesOf(value: string): string[] {
  return value.endsWith('/') ? [value.slice(0, -1)] : [`${value}/`];
}

function fits(text: string, { minLength = 0, maxLength = 2_000, pattern, oneOf }: Field): boolean {
  if (oneOf || text.length < minLength || text.length > maxLength) return false;
  try {
    return pattern === undefined || new RegExp(pattern, 'u').test(text);
  } catch {
    return false;
  }
}
