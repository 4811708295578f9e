import type { RootContent } from 'mdast';
import { buildEndpoint } from './model/build-endpoints.ts';
import { buildResources, type Findings, isErrorExample } from './model/build-resources.ts';
import { addDeclaredFields } from './model/declared-fields.ts';
import type { Endpoint, Limits, Refusal, ServiceModel } from './model/service-model.ts';
import { readStack } from './model/stack.ts';
import { slug } from './model/words.ts';
import { readApi } from './spec/api-entries.ts';
import type { ApiReading } from './spec/api-reader.ts';
import { type Clause, clausesOf } from './spec/clauses.ts';
import { parseDocument, type SpecDocument } from './spec/document.ts';
import { addEntities } from './spec/entities.ts';
import { isObject } from './spec/examples.ts';
import type { SectionRole } from './spec/section-roles.ts';
import type { Fact } from './understanding/facts.ts';
import type { Draft } from './understanding/statement.ts';
import { readProse, understand } from './understanding/understand.ts';

/** A success criterion or scenario, and the facts whose proofs show it. */
export type Criterion = { readonly clause: Clause; readonly facts: readonly Fact[] };

export type SpecReading =
  | { readonly type: 'service'; readonly model: ServiceModel; readonly criteria: readonly Criterion[] }
  | { readonly type: 'cannot'; readonly clauses: readonly string[] }
  | { readonly type: 'contradiction'; readonly clauses: readonly string[] };

/** One statement of the spec: what it says as far as it was understood; no facts where it was not. */
export type SpecStatement = Criterion & { readonly role: SectionRole };

/** Everything a spec says, as far as it can be understood; `refusals` are the lines that could not be. */
export type SpecStudy = {
  readonly model: ServiceModel;
  readonly criteria: readonly Criterion[];
  readonly statements: readonly SpecStatement[];
  readonly api: ApiReading;
  readonly document: SpecDocument;
  readonly refusals: readonly Refusal[];
  readonly contradictions: readonly Refusal[];
};

/** Reads a spec into a service that has everything it asks for, or into the list of what this driver cannot build. */
export function readSpec(source: string): SpecReading {
  const { model, criteria, refusals, contradictions } = studySpec(source);
  if (contradictions.length > 0) return { type: 'contradiction', clauses: describe(contradictions) };
  if (refusals.length > 0) return { type: 'cannot', clauses: describe(refusals) };
  return { type: 'service', model, criteria };
}

/** Reads a spec as far as it can be understood. Never throws. */
export function studySpec(source: string): SpecStudy {
  const document = parseDocument(source);
  const findings: Findings = { refusals: [], contradictions: [] };
  const stack = readStack(document);
  if (stack.refusal) findings.refusals.push(stack.refusal);
  const reading = readApi(document, nodesOf(document, ['api']));
  addEntities(reading, document);
  addDeclaredFields(reading, clausesOf(nodesOf(document, ['requirements']), source));
  for (const example of [...reading.examples, ...reading.entries.flatMap((entry) => entry.examples)])
    checkErrorExample(example.value, example.line, findings);
  const resources = buildResources(reading, findings);
  const endpoints: Endpoint[] = [];
  for (const entry of reading.entries) {
    const found = buildEndpoint(entry, resources);
    if (typeof found === 'string')
      findings.refusals.push({ line: entry.line, text: `${entry.method} ${entry.path}`, reason: found });
    else endpoints.push(found);
  }
  if (reading.entries.length === 0)
    findings.refusals.push({
      line: 1,
      text: document.title || 'SPEC.md',
      reason: 'no API section with endpoints such as `GET /things`',
    });
  if (!endpoints.some((one) => one.behaviour.kind === 'health'))
    endpoints.push({
      method: 'GET',
      path: '/health',
      line: 1,
      resource: null,
      behaviour: { kind: 'health' },
      status: 200,
    });
  const limits: Limits = { pageDefault: 20, pageMax: 100, bodyBytes: 64 * 1024, invalid: 400 };
  const draft: Draft = {
    resources,
    endpoints,
    limits,
    stack: stack.stack,
    titleWords: wordsOf(document.title),
  };
  const { criteria, statements } = readStatements(document, reading, draft, findings);
  const title = document.title || 'Service';
  const purpose = clausesOf(nodesOf(document, ['context']), source)[0]?.text ?? `${title}.`;
  const model: ServiceModel = {
    title,
    name: slug(title),
    stack: stack.stack,
    purpose,
    resources,
    endpoints,
    limits,
  };
  return { model, criteria, statements, api: reading, document, ...findings };
}

/** Reads every statement, rules before checks: what a later section says must be known to an earlier one. */
function readStatements(
  document: SpecDocument,
  reading: ApiReading,
  draft: Draft,
  findings: Findings,
): { criteria: Criterion[]; statements: SpecStatement[] } {
  const demanded = [...document.sections]
    .sort((a, b) => Number(b.role === 'requirements') - Number(a.role === 'requirements'))
    .filter((section) => ['requirements', 'dependencies', 'success', 'stack', 'other'].includes(section.role))
    .map((section) => ({ role: section.role, clauses: clausesOf(section.nodes, document.source) }));
  const scenarios = scenarioClauses(document);
  const criteria: Criterion[] = [];
  const statements: SpecStatement[] = [];
  for (const collect of [false, true]) {
    const into = collect ? findings : { refusals: [], contradictions: [] };
    const hear = (clause: Clause, role: SectionRole, home: Endpoint | null = null): readonly Fact[] => {
      const heard = understand(clause.text, clause.line, draft, home);
      if (collect) statements.push({ clause, role, facts: heard.ok ? heard.facts : [] });
      if (heard.ok) return heard.facts;
      const refusal = { line: clause.line, text: clause.text, reason: heard.reason };
      (heard.contradiction ? into.contradictions : into.refusals).push(refusal);
      return [];
    };
    for (const { role, clauses } of demanded)
      for (const clause of clauses) {
        const facts = hear(clause, role);
        if (collect && role === 'success') criteria.push({ clause, facts });
      }
    for (const entry of reading.entries) {
      const home =
        draft.endpoints.find((one) => one.method === entry.method && one.path === entry.path) ?? null;
      if (home) for (const note of entry.notes) hear(note, 'api', home);
    }
    for (const note of reading.notes) hear(note, 'api');
    for (const clause of scenarios.checked) {
      const facts = hear(clause, 'scenarios');
      if (collect) criteria.push({ clause, facts });
    }
  }
  const prose = clausesOf(nodesOf(document, ['context']), document.source);
  for (const clause of [...prose, ...scenarios.prose, ...reading.captions]) {
    const reason = demands(clause.text) ? strictly(clause, draft) : readProse(clause.text, draft);
    if (reason) findings.refusals.push({ line: clause.line, text: clause.text, reason });
  }
  return { criteria, statements };
}

function demands(text: string): boolean {
  return /\b(?:must|shall|has to|have to|is required to|needs to)\b/i.test(text);
}

function strictly(clause: Clause, draft: Draft): string | null {
  const heard = understand(clause.text, clause.line, draft);
  return heard.ok ? null : heard.reason;
}

/** Given/When/Then and edge cases are checked; the story around them is prose. */
function scenarioClauses(document: SpecDocument): { checked: Clause[]; prose: Clause[] } {
  const all = clausesOf(nodesOf(document, ['scenarios']), document.source);
  const label = /^(?:acceptance scenarios?|edge cases):?$/i;
  const isChecked = (text: string): boolean => /\bthen\b/i.test(text) && /\bwhen\b/i.test(text);
  const said = all.filter((clause) => !label.test(clause.text));
  const edges = edgeClauses(document);
  return {
    checked: said.filter((clause) => isChecked(clause.text) || edges.has(clause.line)),
    prose: said.filter((clause) => !isChecked(clause.text) && !edges.has(clause.line)),
  };
}

function edgeClauses(document: SpecDocument): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const section of document.sections.filter((one) => one.role === 'scenarios')) {
    let inside = false;
    for (const node of section.nodes) {
      if (node.type === 'heading') {
        const text = document.source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
        inside = /edge cases/i.test(text);
      } else if (inside) for (const clause of clausesOf([node], document.source)) lines.add(clause.line);
    }
  }
  return lines;
}

function nodesOf(document: SpecDocument, roles: readonly SectionRole[]): RootContent[] {
  return document.sections
    .filter((section) => roles.includes(section.role))
    .flatMap((section) => [...section.nodes]);
}

function checkErrorExample(
  value: Parameters<typeof isErrorExample>[0],
  line: number,
  findings: Findings,
): void {
  if (!isErrorExample(value) || !isObject(value)) return;
  const fits = Object.entries(value).every(([name, member]) =>
    name === 'error' ? typeof member === 'string' : name === 'details' && Array.isArray(member),
  );
  if (!fits)
    findings.refusals.push({
      line,
      text: JSON.stringify(value),
      reason: 'errors of this driver are { "error": "…", "details": ["…"] }',
    });
}

function wordsOf(title: string): ReadonlySet<string> {
  return new Set(
    title
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 2),
  );
}

function describe(refusals: readonly Refusal[]): string[] {
  const lines = [...refusals]
    .sort((a, b) => a.line - b.line)
    .map(({ line, text, reason }) => `SPEC.md:${line}: ${text} (${reason})`);
  return [...new Set(lines)];
}
