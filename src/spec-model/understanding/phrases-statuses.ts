import type { Endpoint } from '../model/service-model.ts';
import { type Statement, take } from './statement.ts';

const names =
  '(?: (?:ok|created|no content|found|bad request|not found|conflict|payload too large|content too large|moved permanently|unprocessable(?: entity| content)?|method not allowed|status|code|error))?';

/** Status codes: each has to be one the service gives in the case the statement speaks of. */
export function takeStatuses(statement: Statement, home: Endpoint | null): void {
  const proofs = statement.facts.map((fact) => fact.proof);
  take(
    statement,
    new RegExp(
      `(?:→|->|=>|=)?\\s*\\(?\\b(?:http )?(?:status )?(?:code )?(?<![\\w.-])([2-5]\\d\\d)(?![\\w-]|\\.\\d| ?(?:ms|milliseconds|characters|%|percent|items|seconds|times|users))${names}\\)?`,
    ),
    (match) => {
      const status = Number(match[1]);
      const problem = problemOf(status, statement, home, proofs);
      if (problem) statement.problems.push(problem);
      else
        statement.facts.push({
          proof: 'status',
          resource: statement.resource?.name ?? null,
          detail: String(status),
        });
      return true;
    },
  );
  take(statement, /→|->|=>/);
  take(
    statement,
    /\b(?:no|an? empty|without (?:a )?) ?(?:body|content)\b/,
    () =>
      proofs.includes('delete') ||
      home?.status === 204 ||
      statement.endpoints.some((one) => one.status === 204),
  );
}

function problemOf(
  status: number,
  statement: Statement,
  home: Endpoint | null,
  proofs: readonly string[],
): string | null {
  const { draft, resource } = statement;
  if (status < 400) {
    const named =
      statement.endpoints.length > 0
        ? statement.endpoints
        : home
          ? [home]
          : draft.endpoints.filter((one) => one.resource === resource || one.resource === null);
    return named.some((one) => one.status === status) ||
      draft.endpoints.some((one) => one.status === status && one.resource === resource)
      ? null
      : `no endpoint here answers ${status}`;
  }
  const conflicts = [...(resource?.unique ?? []), ...(resource?.caps ?? [])];
  const has = (...some: string[]): boolean => some.some((proof) => proofs.includes(proof));
  const isInput = has('invalid', 'missing', 'malformed', 'refuseUnknown', 'invalidQuery');
  const speaks =
    isInput || has('notFound', 'unique', 'cap', 'oversized', 'unknownMethod', 'unknownPath', 'empty');
  if (status === 400 || status === 422) {
    if (has('unique', 'cap') && !isInput) return setConflict(statement, status);
    if (speaks && !isInput) return `${status} is not what this driver answers here`;
    if (status === 422) draft.limits.invalid = 422;
    return null;
  }
  if (status === 404)
    return !speaks || has('notFound', 'unknownPath', 'empty')
      ? null
      : '404 is not what this driver answers here';
  if (status === 409 || status === 429) {
    if (conflicts.length === 0) return `nothing in the rules leads to ${status}`;
    if (speaks && !has('unique', 'cap')) return `${status} is not what this driver answers here`;
    return status === 429 ? setConflict(statement, status) : null;
  }
  if (status === 405) return has('unknownMethod') ? null : '405 is not what this driver answers here';
  if (status === 413) return has('oversized') || !speaks ? null : '413 is not what this driver answers here';
  return `a status of ${status} is not something this driver gives`;
}

function setConflict(statement: Statement, status: number): null {
  const { resource } = statement;
  for (const fact of statement.facts) {
    if (fact.proof === 'unique')
      for (const rule of resource?.unique ?? [])
        if (rule.fields.join('+') === fact.detail) rule.status = status;
    if (fact.proof === 'cap')
      for (const rule of resource?.caps ?? []) if (rule.per === fact.detail) rule.status = status;
  }
  return null;
}
