import type { Field, Resource } from '../model/service-model.ts';
import { endpointPattern, splitPath } from '../spec/api-reader.ts';
import type { Draft, Statement } from './statement.ts';

/** The mark that stands for a piece of inline code. */
export function resolveCode(code: string, statement: Statement): string {
  const text = code.trim();
  const found = endpointPattern.exec(text);
  if (found && found.index === 0) return endpointMark(found, statement) ?? codeMark(text, statement);
  if (/^(?:PORT|HOST|DATA_DIR|ANDON_RELEASE)$/.test(text)) return `⟦env ${text}⟧`;
  if (/^[2-5]\d\d(?: [A-Z][A-Za-z ]+)?$/.test(text) || /^kill -9$/i.test(text)) return text;
  const named = [statement.resource, ...statement.draft.resources]
    .filter((one) => one !== null)
    .flatMap((resource) => resource.fields.map((field) => ({ field, resource })))
    .find(({ field }) => field.name === text);
  if (named) return fieldMark(named, statement);
  if (isParameter(text, statement.draft)) return `⟦param ${text}⟧`;
  if (/^"[^"]*"$|^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(text)) return `⟦value ${text}⟧`;
  const choice = statement.draft.resources.some((resource) =>
    resource.fields.some((field) => field.oneOf?.includes(text)),
  );
  if (choice) return `⟦value "${text}"⟧`;
  if (
    /^(?:error|details|status|Location|SIGTERM|Content-Type|application\/json|limit|offset|page)$/i.test(text)
  )
    return `⟦word ${text}⟧`;
  if (/^\{\s*"?(?:error|status)"?\s*:.*\}$/.test(text)) return `⟦word error⟧`;
  const path = splitPath(text).path;
  if (text.startsWith('/') && statement.draft.endpoints.some((endpoint) => endpoint.path === path))
    return '⟦word path⟧';
  if (/^(?:GET|POST|PUT|PATCH|DELETE)$/.test(text)) return `⟦word ${text}⟧`;
  if (
    statement.draft.endpoints.some(
      ({ behaviour }) => behaviour.kind === 'evaluate' && behaviour.answer.includes(text),
    )
  )
    return `⟦word ${text}⟧`;
  if (text === 'YYYY-MM-DD') return '⟦word day⟧';
  return codeMark(text, statement);
}

function codeMark(text: string, statement: Statement): string {
  statement.codes.push(text);
  return `⟦u${statement.codes.length - 1}⟧`;
}

/** Endpoints written without backticks are endpoints all the same. */
export function resolveBare(part: string, statement: Statement): string {
  const pattern = new RegExp(endpointPattern.source, 'g');
  return part.replace(/[⟦⟧]/g, '').replace(pattern, (whole, method: string, path: string) => {
    const found = new RegExp(endpointPattern.source).exec(`${method} ${path}`);
    return (found && endpointMark(found, statement)) ?? codeMark(whole, statement);
  });
}

function endpointMark(found: RegExpExecArray, statement: Statement): string | null {
  const { path, query } = splitPath(found[2] ?? '/');
  const endpoint = statement.draft.endpoints.find(
    (one) => one.method === found[1] && pathFits(one.path, path),
  );
  if (!endpoint) return null;
  if (query.some((name) => !isParameter(name, statement.draft))) return null;
  statement.endpoints.push(endpoint);
  statement.resource = endpoint.resource ?? statement.resource;
  for (const name of query)
    statement.facts.push({ proof: 'parameter', resource: endpoint.resource?.name ?? null, detail: name });
  return `⟦e${statement.endpoints.length - 1}⟧`;
}

/** `/links/abc` and `/links/:id` both speak of `/links/:code`. */
function pathFits(known: string, said: string): boolean {
  const [a, b] = [known.split('/'), said.split('/')];
  return (
    a.length === b.length &&
    a.every((part, at) => part === b[at] || (part.startsWith(':') && (b[at] ?? '') !== ''))
  );
}

function fieldMark(named: { field: Field; resource: Resource }, statement: Statement): string {
  statement.fields.push(named);
  return `⟦f${statement.fields.length - 1}⟧`;
}

function isParameter(name: string, draft: Draft): boolean {
  return draft.endpoints.some(({ behaviour, path }) => {
    if (path.includes(`:${name}`)) return true;
    if (behaviour.kind === 'evaluate') return behaviour.user === name;
    if (behaviour.kind === 'daily') return behaviour.param === name;
    if (behaviour.kind !== 'list') return false;
    const { paging, search, filters } = behaviour;
    const pages =
      paging === null ? [] : [paging.limit, paging.style === 'page' ? paging.page : paging.offset];
    return filters.includes(name) || search?.param === name || pages.includes(name);
  });
}
