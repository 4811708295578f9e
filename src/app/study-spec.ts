import { parseSpec } from '../catalog/spec/parse-spec.ts';
import { sectionNames } from '../catalog/spec/section-names.ts';
import { hostileShape } from '../catalog/spec/spec-text.ts';
import { normaliseSpec } from '../contracts/spec-text.ts';
import type { LintSpecResponse } from '../contracts/specs.ts';
import { readSpec } from '../spec-model/read-spec.ts';
import { statementsOf } from '../specs/statements-of.ts';
import type { StudiedSpec } from '../specs/studied-spec.ts';
import { probesOf } from '../verification/acceptance/probes-of.ts';
import { SpecView } from '../verification/acceptance/spec-view.ts';

/** So many reasons are named why the built-in builder does not build it. */
const namedReasons = 20;

/** What the spec gate says of a text; what is understood of it is not looked at. */
export function lintSpec(text: string, strict: boolean): LintSpecResponse {
  const { title, hash, problems, sections, secrets, services } = parseSpec(text, { strict });
  const there = new Set<string>(sections.map(({ name }) => name));
  return {
    ...{ title, hash, problems: [...problems], sections: [...sections] },
    missing: sectionNames.filter((name) => !there.has(name)),
    ...{ secrets: [...secrets], services: [...services] },
    reading: null,
  };
}

/** The same, with its statements and what of them is tried. Takes the longer the more a text says, seconds for a very long one. */
export function studySpec(text: string, lint: LintSpecResponse): StudiedSpec {
  const source = normaliseSpec(text);
  if (hostileShape(source) !== null) return { lint, statements: [] };
  const view = new SpecView(source);
  const tried = probesOf(view).map(({ quote }) => quote);
  const statements = statementsOf(view.study, tried);
  if (lint.problems.length > 0) return { lint, statements };
  const read = readSpec(source);
  const notByReference = read.type === 'service' ? [] : read.clauses.slice(0, namedReasons);
  const reading = {
    statements: statements.length,
    tried: statements.filter((one) => one.tried).length,
    notByReference,
  };
  return { lint: { ...lint, reading }, statements };
}
