import type { Endpoint } from '../model/service-model.ts';
import type { Understanding } from './facts.ts';
import { takeConditions } from './phrases-conditions.ts';
import { takePlatform } from './phrases-platform.ts';
import { takeRules } from './phrases-rules.ts';
import { takeSpecials } from './phrases-specials.ts';
import { takeStatuses } from './phrases-statuses.ts';
import { takeFieldWords } from './phrases-values.ts';
import { anyField, anyResource, type Draft, openStatement, type Statement, say, take } from './statement.ts';
import { foreign, glueWords, verbs } from './vocabulary.ts';

/**
 * Reads one statement of the spec that asks for something. Phrases take out the words they understand and say which
 * facts they stand for; a statement is understood when at least one fact was said and every word is accounted for.
 */
export function understand(
  text: string,
  line: number,
  draft: Draft,
  home: Endpoint | null = null,
): Understanding {
  const facts: Understanding & { ok: true } = { ok: true, facts: [] };
  const all = [...facts.facts];
  for (const sentence of sentencesOf(text)) {
    const statement = openStatement(sentence, line, draft, home);
    takePlatform(statement);
    takeSpecials(statement);
    takeRules(statement, sentence);
    takeConditions(statement, sentence);
    takeFieldWords(statement);
    takeStatuses(statement, home);
    takeEchoes(statement);
    checkVerbs(statement, home);
    takeVerbs(statement, home);
    const conflict = statement.contradictions[0];
    if (conflict) return { ok: false, reason: conflict, contradiction: true };
    const problem = statement.problems[0] ?? leftover(statement);
    if (problem) return { ok: false, reason: problem };
    if (statement.facts.length === 0) {
      if (home === null) return { ok: false, reason: 'it names nothing that can be checked' };
      say(statement, `endpoint:${home.method} ${home.path}`);
    }
    all.push(...statement.facts);
  }
  if (all.length === 0) return { ok: false, reason: 'it names nothing that can be checked' };
  return { ok: true, facts: all };
}

/** Reads prose that asks for nothing: the reason why it cannot stand, or null. */
export function readProse(text: string, draft: Draft): string | null {
  const fields = draft.resources.flatMap((resource) =>
    resource.fields.map((field) => field.name.toLowerCase()),
  );
  const found = foreign.exec(text.replace(/`[^`]*`/g, ' '))?.[0];
  if (!found || fields.includes(found.toLowerCase())) return null;
  return `"${found}" is beyond this driver`;
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[^A-Z.\s][.!?])\s+(?=[A-Z`"'⟦(])|(?<=;)\s+/)
    .map((part) => part.trim())
    .filter(Boolean);
}

function takeVerbs(statement: Statement, home: Endpoint | null): void {
  const { draft } = statement;
  take(statement, /⟦e(\d+)⟧/, (match) => {
    const endpoint = statement.endpoints[Number(match[1])];
    if (endpoint)
      statement.facts.push({
        proof: `endpoint:${endpoint.method} ${endpoint.path}`,
        resource: endpoint.resource?.name ?? null,
      });
    return true;
  });
  for (const [proof, pattern] of verbs) {
    take(statement, pattern, () => {
      const can = draft.endpoints.some(({ behaviour }) => does(behaviour.kind, proof));
      if (!can) return false;
      const owner = statement.resource;
      const own = draft.endpoints.some((one) => one.resource === owner && does(one.behaviour.kind, proof));
      if (!own && home === null) return false;
      say(statement, proof);
      return true;
    });
  }
}

/**
 * Verbs say who does what: one verb for what an endpoint does, another only after "and", a comma or the like. "Reading
 * a link deletes it" and "its page is fetched" are made of known words and mean something this driver does not do.
 */
function checkVerbs(statement: Statement, home: Endpoint | null): void {
  const found = verbs
    .flatMap(([proof, pattern]) =>
      [...statement.left.matchAll(pattern)].map((match) => ({ proof, text: match[0], at: match.index })),
    )
    .filter(({ text }) => !/^(?:list|lists|get|found|shown?|readable|overview)$/.test(text))
    .sort((a, b) => a.at - b.at);
  found.forEach((verb, at) => {
    const next = found[at + 1];
    if (!next || next.proof === verb.proof) return;
    const between = statement.left.slice(verb.at + verb.text.length, next.at);
    const isAdjective = /(?:ed|en)$/.test(next.text) || /(?:ed|en)$/.test(verb.text);
    if (!isAdjective && !/[,;→(]|\b(?:and|or|then|to|can|may|nor)\b|⟦e\d+⟧/.test(between))
      statement.problems.push(`"${verb.text}" leading to "${next.text}" is not understood`);
  });
  if (/\b(?:delet\w+|remov\w+|updat\w+|chang\w+|clear\w*) (?:all|every)\b/.test(statement.left))
    statement.problems.push('only one record at a time is changed or deleted');
  const owned = new RegExp(
    `\\b(?:their|his|her|my|your|own)(?: own)? (?:${anyResource(statement.draft)})`,
  ).exec(statement.left)?.[0];
  if (owned) statement.problems.push(`records have no owners ("${owned}")`);
  const speaksOfRecords = new RegExp(
    `${anyResource(statement.draft)}|\\b(?:it|them|one|ones|list|back|reading)\\b|⟦e\\d+⟧`,
  ).test(statement.left);
  const object = found.find(({ text }) =>
    /^(?:fetch|retriev|look|view|sign|publish|record|register)/.test(text),
  );
  if (object && home === null && !speaksOfRecords)
    statement.problems.push(`what "${object.text}" is done to is not a record`);
  if (home === null) return;
  const kind = home.behaviour.kind;
  const odd = found.find(({ proof, text }) => !/(?:ed|ing|en)$/.test(text) && !fits(proof, kind));
  if (odd) statement.problems.push(`${home.method} ${home.path} does not "${odd.text}"`);
}

/** Whether a verb in its plain form may stand in the description of an endpoint. */
function fits(proof: string, kind: Endpoint['behaviour']['kind']): boolean {
  if (proof === 'create') return kind === 'create' || kind === 'increment';
  if (proof === 'update') return ['replace', 'change', 'set', 'toggle', 'increment'].includes(kind);
  return proof === 'delete' ? kind === 'delete' : true;
}

/** Words that only repeat what another phrase of the same statement said. */
function takeEchoes(statement: Statement): void {
  const has = (...proofs: string[]): boolean => statement.facts.some((fact) => proofs.includes(fact.proof));
  if (has('unique', 'cap', 'distinct', 'reuse')) take(statement, /\b(?:second|another|two)\b/);
  if (has('set', 'toggle', 'persist', 'evaluate:stable', 'daily:stable')) take(statement, /\bagain\b/);
  take(
    statement,
    /\berror messages?\b|\b(?:all|every|each|an?|invalid) requests?\b|\brequests\b(?= (?:are|is|with|without))|\bover http\b/,
  );
  if (has('persist'))
    take(statement, /\b(?:still )?(?:there|available|readable|present|unchanged)\b|\bstill\b/);
  if (has('paging')) take(statement, /\bper page\b|\bat most\b/);
  if (has('generated', 'default'))
    take(
      statement,
      /\b(?:when|if) (?:it|one|none|nothing|that) is (?:left out|omitted|missing|absent|not given|given)\b/,
    );
}

function does(kind: Endpoint['behaviour']['kind'], verb: string): boolean {
  if (verb === 'update') return kind === 'replace' || kind === 'change';
  if (verb === 'read') return ['read', 'list', 'count', 'evaluate', 'random', 'daily'].includes(kind);
  return kind === verb;
}

/** What nobody understood, as a reason. */
function leftover(statement: Statement): string | null {
  const { draft } = statement;
  const unknown = /⟦u(\d+)⟧/.exec(statement.left)?.[1];
  if (unknown !== undefined) return `\`${statement.codes[Number(unknown)]}\` is not part of the service`;
  const bare = statement.left
    .replace(/⟦[^⟧]*⟧/g, ' ')
    .replace(new RegExp(anyResource(draft), 'g'), ' ')
    .replace(new RegExp(anyField(draft), 'g'), ' ');
  const words = bare.split(/[^\p{L}\p{N}'’.-]+/u).map((word) => word.replace(/^[.'’-]+|[.'’-]+$/g, ''));
  const odd = words.filter((word) => word !== '' && !glueWords.has(word) && !isTitleWord(word, draft));
  return odd.length === 0 ? null : `not understood: "${[...new Set(odd)].join(' ')}"`;
}

function isTitleWord(word: string, draft: Draft): boolean {
  return draft.titleWords.has(word) && !foreign.test(word);
}
