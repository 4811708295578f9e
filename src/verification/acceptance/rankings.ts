import type { Resource } from '../../spec-model/model/service-model.ts';
import type { ApiEntry } from '../../spec-model/spec/api-reader.ts';
import { isRecord, listIn } from './answers.ts';
import type { Quote, SpecView } from './spec-view.ts';
import { escaped, mentions } from './spec-words.ts';

/** A list that is made of what is stored, the most of something first, as far as the spec says so in plain words. */
export type Ranking = {
  readonly entry: ApiEntry;
  readonly resource: Resource;
  /** The figure it is sorted by. */
  readonly by: string;
  /** The text that says whose figure it is. */
  readonly who: string;
  readonly order: Quote;
  /** Each of them stands in it once, with the greatest or the sum of the figures. */
  readonly once: { readonly quote: Quote; readonly of: 'greatest' | 'sum' } | null;
  readonly ranks: {
    readonly quote: Quote;
    readonly name: string;
    readonly next: 'skipped' | 'following';
  } | null;
};

const selective =
  /\bonly\b(?! once)|\bfilter|\b(?:last|past|this) (?:day|week|month|year)|\btoday\b|\bsince\b|\bactive\b|\bapproved\b|\bpublished\b|\bhidden\b|\bunless\b|\bexcept\b|\bminimum\b|\bat least\b/i;

/** The rankings of a spec: lists of records with a number and a text of a resource, which a statement says are sorted. */
export function rankingsIn(spec: SpecView): Ranking[] {
  return spec.study.api.entries.flatMap((entry) => {
    if (entry.method !== 'GET' || entry.path.includes(':')) return [];
    const row = rowOf(entry);
    const word = entry.path.split('/').at(-1) ?? '';
    if (row === null || word === '') return [];
    return spec.resources().flatMap((resource) => rankingOf(spec, entry, resource, row, word));
  });
}

function rowOf(entry: ApiEntry): Readonly<Record<string, unknown>> | null {
  for (const { way, value } of entry.examples) {
    const [first] = way === 'response' ? (listIn(value) ?? []) : [];
    if (isRecord(first)) return first;
  }
  return null;
}

function rankingOf(
  spec: SpecView,
  entry: ApiEntry,
  resource: Resource,
  row: Readonly<Record<string, unknown>>,
  word: string,
): Ranking[] {
  if (resource.name === word || resource.unique.length + resource.caps.length > 0) return [];
  const sent = resource.fields.filter(({ client, name }) => client && name in row);
  const figures = sent.filter(({ type }) => type === 'integer' || type === 'number');
  const texts = sent.filter(({ type, oneOf }) => type === 'string' && oneOf === undefined);
  const [by, who] = [figures[0]?.name, texts[0]?.name];
  if (by === undefined || who === undefined || figures.length + texts.length !== 2) return [];
  const all = spec.study.statements.map(({ clause: { text, line } }) => ({ text, line }));
  const own = all.filter(({ text }) => mentions(text, word));
  if (own.some(({ text }) => selective.test(text))) return [];
  const order = own.find(({ text }) => orderOf(by).test(text));
  if (!order) return [];
  return [{ entry, resource, by, who, order, once: onceIn(own, by, who), ranks: ranksIn(all, row, by) }];
}

function orderOf(by: string): RegExp {
  const name = `\`?${escaped(by)}\`?`;
  return new RegExp(
    `\\b(?:most|highest|greatest|largest) ${name}(?: stand| come| is| are)? first\\b|\\b(?:sorted|ordered|ranked) by ${name},? (?:(?:the )?(?:most|highest|greatest|largest) first|descending|in descending order)`,
    'i',
  );
}

function onceIn(own: readonly Quote[], by: string, who: string): Ranking['once'] {
  const [figure, name] = [
    `(?:\`?${escaped(by)}\`?|scores?|results?|values?|marks?)`,
    `\`?${escaped(who)}\`?`,
  ];
  const each = `(?:of|per|for|by) (?:each|every) ${name}`;
  const best = new RegExp(`\\b(?:best|highest|greatest|most|largest) ${figure} ${each}`, 'i');
  const sum = new RegExp(`\\b(?:total|sum)(?: of(?: the| all(?: the)?)?)? ${figure} ${each}`, 'i');
  for (const quote of own) {
    if (best.test(quote.text)) return { quote, of: 'greatest' };
    if (sum.test(quote.text)) return { quote, of: 'sum' };
  }
  return null;
}

/** What is said of equal figures: one rank for all of them, and which is the next. */
function ranksIn(
  all: readonly Quote[],
  row: Readonly<Record<string, unknown>>,
  by: string,
): Ranking['ranks'] {
  const name = Object.keys(row).find((one) => /^(?:rank|position|place)$/i.test(one));
  if (name === undefined) return null;
  const equal = new RegExp(
    `\\b(?:equal|the same) \`?${escaped(by)}\`? (?:have|get|share|has|gets|shares) (?:an? |the )?(?:equal|same|one)? ?(?:${name})s?\\b|\\bties share (?:an? |the same )?${name}`,
    'i',
  );
  const quote = all.find(({ text }) => equal.test(text));
  if (!quote) return null;
  if (/\bnext (?:ranks?|ones?|places?|positions?) (?:is|are) (?:left out|skipped|omitted)/i.test(quote.text))
    return { quote, name, next: 'skipped' };
  if (/\bwithout (?:a )?gaps?\b|\bno gaps?\b|\bdense\b/i.test(quote.text))
    return { quote, name, next: 'following' };
  return null;
}
