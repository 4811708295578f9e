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
    found.set(line, { id, line, text, section, facts: facts.map(wordOf), tried: lines.has(line) });
  };
  for (const { clause, role, facts } of study.statements)
    add(clause.line, clause.id, clause.text, role, facts);
  // An endpoint nobody wrote down, as the health is by default, stands on the first line.
  for (const { method, path, line } of study.model.endpoints)
    if (line > 1) add(line, undefined, `${method} ${path}`, 'api', []);
  for (const { line, text } of tried) if (line > 1) add(line, undefined, text, 'api', []);
  return [...found.values()].sort((a, b) => a.line - b.line);
}

function sectionOf(role: SectionRole): StudiedStatement['section'] | undefined {
  return isSection(role) ? role : undefined;
}

function isSection(role: string): role is StudiedStatement['section'] {
  return sections.has(role);
}

function wordOf({ proof, resource, detail }: Fact): string {
  return `${proof}/${resource ?? ''}/${detail ?? ''}`;
}
