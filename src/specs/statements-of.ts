import { contentHash } from '../contracts/tree-hash.ts';
import type { SpecStudy } from '../spec-model/read-spec.ts';
import type { SectionRole } from '../spec-model/spec/section-roles.ts';
import type { Fact } from '../spec-model/understanding/facts.ts';
import type { StudiedStatement } from './studied-spec.ts';

/** A line of the spec that something tried quotes. */
type Tried = { readonly line: number; readonly text: string };

const sections = new Set<string>(['requirements', 'api', 'success', 'scenarios', 'other']);

/**
 * What a spec asks of the service, a statement to a line, by line: its rules, endpoints, criteria and scenarios, and
 * whatever else is tried. What it needs to be built with is no statement about the service.
 */
export function statementsOf(study: SpecStudy, tried: readonly Tried[]): StudiedStatement[] {
  const found = new Map<number, StudiedStatement>();
  const lines = new Set(tried.map(({ line }) => line));
  const add = (
    line: number,
    own: string | undefined,
    text: string,
    role: SectionRole,
    facts: readonly Fact[],
  ) => {
    const section = sectionOf(role);
    if (!section || found.has(line)) return;
    const id = own ?? contentHash(`${section} ${text}`).slice(0, 10);
    found.set(line, { id, line, text, section, facts: facts.flatMap(wordOf), tried: lines.has(line) });
  };
  // An endpoint nobody wrote down, as the health is by default, stands on the first line.
  const endpoints = new Map(
    study.model.endpoints.flatMap(({ method, path, line }) =>
      line > 1 ? [[line, `${method} ${path}`]] : [],
    ),
  );
  for (const { clause, role, facts } of study.statements) {
    const endpoint = role === 'api' ? endpoints.get(clause.line) : undefined;
    add(clause.line, clause.id, endpoint ? `${endpoint}: ${clause.text}` : clause.text, role, facts);
  }
  for (const [line, text] of endpoints) add(line, undefined, text, 'api', []);
  for (const { line, text } of tried) if (line > 1) add(line, undefined, text, 'api', []);
  return [...found.values()].sort((a, b) => a.line - b.line);
}

function sectionOf(role: SectionRole): StudiedStatement['section'] | undefined {
  return isSection(role) ? role : undefined;
}

function isSection(role: string): role is StudiedStatement['section'] {
  return sections.has(role);
}

/** Said in so many places that two of them need not mean the same. */
const vague = new Set([
  'status',
  'field',
  'list',
  'read',
  'create',
  'update',
  'delete',
  'parameter',
  'valid',
]);

function wordOf({ proof, resource, detail }: Fact): string[] {
  const isVague =
    vague.has(proof) || proof.startsWith('endpoint:') || (proof === 'invalid' && detail === undefined);
  return isVague ? [] : [`${proof}/${resource ?? ''}/${detail ?? ''}`];
}
