import type { Endpoint, Field, Limits, Resource } from '../model/service-model.ts';
import { escapeRegExp, humanise, plural } from '../model/words.ts';
import type { Fact } from './facts.ts';
import { resolveBare, resolveCode } from './resolve-code.ts';

/** The service as far as it is known while its statements are read. Rules found in them are added to it. */
export type Draft = {
  readonly resources: readonly Resource[];
  readonly endpoints: readonly Endpoint[];
  readonly limits: Limits;
  readonly stack: 'node' | 'python';
  readonly titleWords: ReadonlySet<string>;
};

/**
 * One statement while it is being understood. `left` is what no phrase has taken yet; inline code stands in it as
 * placeholders (`⟦f0⟧` a field, `⟦e0⟧` an endpoint), so that a pattern matches words and never their insides.
 */
export type Statement = {
  readonly draft: Draft;
  readonly line: number;
  left: string;
  readonly fields: { readonly field: Field; readonly resource: Resource }[];
  readonly endpoints: Endpoint[];
  /** Inline code that names nothing of the service, by the number in its mark `⟦u0⟧`. */
  readonly codes: string[];
  readonly facts: Fact[];
  readonly problems: string[];
  readonly contradictions: string[];
  resource: Resource | null;
};

/** Prepares a statement: resolves its inline code against what the service has. */
export function openStatement(text: string, line: number, draft: Draft, home: Endpoint | null): Statement {
  const statement: Statement = {
    draft,
    line,
    left: '',
    fields: [],
    endpoints: [],
    codes: [],
    facts: [],
    problems: [],
    contradictions: [],
    resource: home?.resource ?? null,
  };
  statement.resource = mentionedResource(text, draft) ?? statement.resource ?? draft.resources[0] ?? null;
  const resolved = text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`') ? resolveCode(part.slice(1, -1), statement) : resolveBare(part, statement),
    )
    .join('');
  statement.left = ` ${resolved.replace(/[“”]/g, '"').replace(/\s+/g, ' ')} `
    .split(/(⟦value [^⟧]*⟧)/)
    .map((part) => (part.startsWith('⟦') ? part : part.toLowerCase()))
    .join('');
  return statement;
}

/** Takes every match of a pattern out of what is left. */
export function take(
  statement: Statement,
  pattern: RegExp,
  then?: (match: RegExpExecArray) => boolean | undefined,
): boolean {
  const flags = pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`;
  const search = new RegExp(pattern.source, flags);
  let found = false;
  let result = '';
  let from = 0;
  for (let match = search.exec(statement.left); match; match = search.exec(statement.left)) {
    if (match[0] === '') break;
    if (then && then(match) === false) continue;
    found = true;
    result += `${statement.left.slice(from, match.index)} `;
    from = match.index + match[0].length;
  }
  statement.left = result + statement.left.slice(from);
  return found;
}

/** Notes that the statement says something the service does. */
export function say(statement: Statement, proof: string, detail?: string): void {
  const resource = statement.resource?.name ?? null;
  statement.facts.push(detail === undefined ? { proof, resource } : { proof, resource, detail });
}

/** Says it, and that the words were taken: for the use as the answer of a phrase. */
export function said(statement: Statement, proof: string, detail?: string): true {
  say(statement, proof, detail);
  return true;
}

/** The field a placeholder or a word of a match names. */
export function fieldNamed(
  statement: Statement,
  text: string | undefined,
): { field: Field; resource: Resource } | null {
  if (text === undefined) return null;
  const at = /⟦f(\d+)⟧/.exec(text)?.[1];
  if (at !== undefined) return statement.fields[Number(at)] ?? null;
  const word = text.replace(/[⟦⟧]/g, '').trim();
  const inOrder = [statement.resource, ...statement.draft.resources].filter((one) => one !== null);
  for (const resource of inOrder) {
    const field = resource.fields.find((one) => wordsFor(one).includes(word));
    if (field) return { field, resource };
  }
  return null;
}

const patterns = new WeakMap<Draft, { readonly field: string; readonly resource: string }>();

/** A piece of a pattern that matches any field of the service. */
export function anyField(draft: Draft): string {
  return patternsOf(draft).field;
}

/** A piece of a pattern that matches any resource of the service, one or many. */
export function anyResource(draft: Draft): string {
  return patternsOf(draft).resource;
}

function patternsOf(draft: Draft): { readonly field: string; readonly resource: string } {
  const known = patterns.get(draft);
  if (known) return known;
  const fields = alternatives(draft.resources.flatMap((resource) => resource.fields.flatMap(wordsFor)));
  const resources = alternatives(draft.resources.flatMap(namesOf));
  const made = {
    field: `(?:⟦f\\d+⟧${fields === '' ? '' : `|\\b(?:${fields})\\b`})`,
    resource: resources === '' ? '(?:⟦none⟧)' : `\\b(?:${resources})\\b`,
  };
  patterns.set(draft, made);
  return made;
}

/** The longest first, so that `created at` is not read as `created`. */
function alternatives(words: readonly string[]): string {
  return [...new Set(words)]
    .sort((a, b) => b.length - a.length)
    .map(escapeRegExp)
    .join('|');
}

function wordsFor(field: Field): string[] {
  const words = humanise(field.name);
  const many = field.type === 'boolean' ? [] : [plural(words)];
  return [...new Set([words, field.name.toLowerCase(), ...many])];
}

/** What a resource is called in prose. */
export function namesOf(resource: Resource): string[] {
  const [one, many] = [humanise(resource.singular), humanise(resource.name)];
  const hyphen = one === 'todo' ? ['to-do', 'to-dos', 'to do', 'to dos'] : [];
  return [many, one, ...hyphen];
}

function mentionedResource(text: string, draft: Draft): Resource | null {
  const lower = text.toLowerCase();
  return (
    draft.resources.find((resource) =>
      namesOf(resource).some((name) => new RegExp(`(?<![\\w-])${escapeRegExp(name)}(?![\\w-])`).test(lower)),
    ) ?? null
  );
}
