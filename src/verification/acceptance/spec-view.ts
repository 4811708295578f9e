import type { Endpoint, Field, Resource, ServiceModel } from '../../spec-model/model/service-model.ts';
import { type SpecStudy, studySpec } from '../../spec-model/read-spec.ts';
import { endpointPattern } from '../../spec-model/spec/api-reader.ts';
import type { Clause } from '../../spec-model/spec/clauses.ts';
import { linesAbout, type Named, requestExample, sentNames } from './endpoint-words.ts';
import { codesIn, escaped, isRule, mentions, said, wordsBehind } from './spec-words.ts';

/** A line of the spec that a reason quotes. */
export type Quote = { readonly line: number; readonly text: string };

/** What a spec says literally, apart from what a builder would have to choose. */
export class SpecView {
  readonly source: string;
  readonly study: SpecStudy;
  readonly model: ServiceModel;
  /** Statements that were not understood; what they touch is not judged. */
  readonly doubts: readonly Quote[];
  /** Somebody has to show who they are: without knowing how, nothing but the health is asked. */
  readonly needsLogin: boolean;
  readonly limitsRates: boolean;
  readonly needsOthers: boolean;

  constructor(source: string) {
    this.source = source;
    this.study = studySpec(source);
    this.model = this.study.model;
    const { refusals, contradictions, criteria } = this.study;
    const checked = new Set(criteria.map(({ clause }) => clause.line));
    this.doubts = [...refusals, ...contradictions].filter(({ line }) => !checked.has(line));
    const demands = this.study.document.sections
      .filter(({ role }) => role !== 'context' && role !== 'excluded')
      .flatMap(({ nodes }) => nodes)
      .map((node) => source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0))
      .join('\n');
    this.needsLogin = said(
      demands,
      /\b(?:authenticat\w*|authori[sz](?:ed|ation)|bearer|log(?:ged)? ?in|api[- ]keys?|x-api-key|passwords?|jwt|oauth|sessions? cookie|401|403)\b/i,
    );
    this.limitsRates = /\b429\b|rate.?limit|throttl/i.test(demands);
    this.needsOthers = said(
      source,
      /\b(?:postgres\w*|mysql|mariadb|mongo\w*|redis|kafka|rabbitmq|s3|smtp|stripe|external (?:service|api)s?|third-party (?:service|api)s?|\w+_URL)\b/i,
    );
  }

  /** What keeps records: it takes something that is then listed, read or acted upon. */
  resources(): Resource[] {
    const { endpoints } = this.model;
    return this.model.resources.filter(
      (resource) =>
        resource.fields.some(({ client }) => client) &&
        this.study.api.entries.some(
          ({ method, path }) =>
            path.split('/').includes(resource.name) && (method !== 'POST' || path.includes(':')),
        ) &&
        endpoints.some((one) => one.resource === resource && one.behaviour.kind === 'create'),
    );
  }

  /** Whether a number stands in the spec as a status. */
  names(status: number): boolean {
    return new RegExp(
      `(?<![\\w.-])${status}(?![\\w-]|\\.\\d| ?(?:ms|characters|chars|%|percent|items|seconds))`,
    ).test(this.source);
  }

  /** Statuses of success that the spec names for an endpoint; empty where it names none. */
  successOf(endpoint: Named): ReadonlySet<number> {
    const own = linesAbout(this.source, endpoint).flatMap((text) => codesIn(text));
    const entry = this.study.api.entries.find(
      (one) => one.method === endpoint.method && one.path === endpoint.path,
    );
    const noted = (entry?.notes ?? []).flatMap(({ text }) => codesIn(text));
    const stated = this.study.statements
      .filter(({ facts }) =>
        facts.some(({ proof }) => proof === `endpoint:${endpoint.method} ${endpoint.path}`),
      )
      .flatMap(({ clause }) => codesIn(clause.text));
    return new Set([...own, ...noted, ...stated].filter((code) => code >= 200 && code < 400));
  }

  /** Whether a 404 is named where an endpoint is described. */
  says404Of(endpoint: Named): boolean {
    const own = this.study.api.entries
      .filter((one) => one.method === endpoint.method && one.path === endpoint.path)
      .flatMap((one) => one.notes.map(({ text }) => text));
    return [...own, ...linesAbout(this.source, endpoint)].some((text) => /(?<![\w.])404(?!\w)/.test(text));
  }

  /** Whether the spec says that an endpoint answers 404 for what is not there. */
  says404(endpoint: Endpoint): boolean {
    if (this.says404Of(endpoint)) return true;
    return this.study.statements.some(
      ({ clause, facts }) =>
        clause.text.includes('404') &&
        facts.some(
          ({ proof, resource }) => proof === 'notFound' && resource === (endpoint.resource?.name ?? null),
        ) &&
        !endpointPattern.test(clause.text),
    );
  }

  /** The statuses for input that breaks a rule; null where the spec does not say that it is refused. */
  invalidStatuses(): ReadonlySet<number> | null {
    const stated = this.study.statements.some(({ facts }) =>
      facts.some(({ proof }) => ['invalid', 'missing', 'malformed', 'refuseUnknown'].includes(proof)),
    );
    const named = [400, 422].filter((status) => this.names(status));
    if (named.length > 0) return new Set(named);
    return stated ? new Set() : null;
  }

  /** The statement a probe is about: a criterion where one speaks of it, else any other, else the endpoint's line. */
  quote(proofs: readonly string[], resource: Resource | null, endpoint?: Endpoint): Quote {
    const place = endpoint && `endpoint:${endpoint.method} ${endpoint.path}`;
    let best: { readonly clause: Clause; readonly score: number } | null = null;
    for (const { clause, facts, role } of this.study.statements) {
      const hits = facts.filter(
        (fact) =>
          (fact.resource === null || resource === null || fact.resource === resource.name) &&
          (proofs.includes(fact.proof) || proofs.includes(`${fact.proof}:${fact.detail ?? ''}`)),
      );
      if (hits.length === 0) continue;
      const exact = hits.some((fact) => proofs.includes(`${fact.proof}:${fact.detail ?? ''}`));
      const here = place !== undefined && facts.some(({ proof }) => proof === place);
      const elsewhere = !here && facts.some(({ proof }) => proof.startsWith('endpoint:'));
      const score =
        (exact ? 4 : 0) +
        (here ? 6 : 0) -
        (elsewhere ? 5 : 0) +
        (role === 'success' || role === 'scenarios' ? 2 : 0);
      if (best === null || score > best.score) best = { clause, score };
    }
    if (best && (best.score >= 0 || !endpoint)) return { line: best.clause.line, text: best.clause.text };
    if (endpoint) return { line: endpoint.line, text: `${endpoint.method} ${endpoint.path}` };
    return { line: 1, text: this.model.title };
  }

  /** The statement that says one of these of a field, else the line where the field is described. */
  quoteField(field: Field, proofs: readonly string[], resource: Resource, endpoint: Endpoint): Quote {
    const exact = proofs.map((proof) => `${proof}:${field.name}`);
    if (this.says(exact, resource)) return this.quote(exact, resource, endpoint);
    const text = this.source.split('\n')[field.line - 1]?.replace(/^[\s|*+-]+|[\s|]+$/g, '') ?? field.name;
    return { line: field.line, text };
  }

  /** Whether some statement says one of these, for this resource. */
  says(proofs: readonly string[], resource: Resource | null): boolean {
    return this.study.statements.some(({ facts }) =>
      facts.some(
        (fact) =>
          (fact.resource === null || resource === null || fact.resource === resource.name) &&
          (proofs.includes(fact.proof) || proofs.includes(`${fact.proof}:${fact.detail ?? ''}`)),
      ),
    );
  }

  /** Whether something nobody understood may bear on this: the words of a pattern, or a field by its name. */
  isDoubtful(pattern: RegExp, fields: readonly string[] = []): boolean {
    return this.doubts.some(({ text }) => pattern.test(text) || fields.some((name) => mentions(text, name)));
  }

  /** Whether something nobody understood may say which values a field takes; what is said of lists, ranks and repeats does not. */
  isRuleDoubtful(name: string, known: ReadonlySet<number> = new Set()): boolean {
    const others =
      /\b409\b|uniq|duplic|already|\bsame\b|twice|sort|order|filter|\blists?\b|search|restart|\brank(?:s|ing)?\b/i;
    return this.doubts.some(
      ({ text, line }) =>
        !known.has(line) && mentions(text, name) && (others.test(name) || !others.test(text)) && isRule(text),
    );
  }

  /** Whether something nobody understood may let a service refuse what breaks no rule. */
  mayRefuseMore(resource: Resource): boolean {
    return this.doubts.some(
      ({ text, line }) =>
        !this.#isContext(line) &&
        !/^(?:GET|POST|PUT|PATCH|DELETE) \/\S*$/.test(text) &&
        (isRule(text) || resource.fields.some(({ name, client }) => client && mentions(text, name))),
    );
  }

  /** Whether a success criterion or a scenario, and not only a rule, says one of these. */
  checks(proofs: readonly string[], resource: Resource): boolean {
    return this.study.criteria.some(({ facts }) =>
      facts.some(
        (fact) => fact.resource === resource.name && proofs.includes(`${fact.proof}:${fact.detail ?? ''}`),
      ),
    );
  }

  /** Whether a figure stands right behind the name of a field, in a table's row or after the name in code. */
  statesFigure(name: string, figure: number, isLength: boolean): boolean {
    const number = new RegExp(`(?<![\\w.])${escaped(String(figure))}(?![\\w]|\\.\\d)`);
    const length = /char|letter|long|length/i;
    return wordsBehind(this.source, name).some((text) => number.test(text) && length.test(text) === isLength);
  }

  /** Whether the field by itself is said to be required, or a request without it to be refused. */
  statesRequired(name: string): boolean {
    if (this.says([`missing:${name}`], null)) return true;
    return wordsBehind(this.source, name).some(
      (text) =>
        /\b(?:required|mandatory|yes)\b|✓|✔/i.test(text) && !/\b(?:not|or|unless|if|when) /i.test(text),
    );
  }

  #isContext(line: number): boolean {
    const section = this.study.document.sections.filter((one) => one.line <= line).at(-1);
    return section?.role === 'context' || section?.role === 'dependencies' || section?.role === 'stack';
  }

  /** Names of fields that the spec itself says a client sends. */
  sentNames(resource: Resource): ReadonlySet<string> {
    return sentNames(this.study, resource);
  }

  /** The body that the spec shows for an endpoint; null where it shows none. */
  requestExample(endpoint: Named): Readonly<Record<string, unknown>> | null {
    return requestExample(this.study, endpoint);
  }
}
