/** `src/query.js`: order, filters, search and pages of a list. */
export function queryModule(invalid: number): string {
  return `import { HttpError } from './http.js';
import { problemOf } from './validation.js';

/** Records in the order of their resource; those equal stay in the order they were created. */
export function inOrder(resource, records) {
  const { order } = resource;
  if (!order) return records;
  const sorted = records
    .map((record, at) => ({ record, at }))
    .sort((a, b) => compare(a.record[order.field], b.record[order.field]) || a.at - b.at)
    .map(({ record }) => record);
  return order.descending ? sorted.reverse() : sorted;
}

function compare(a, b) {
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  return a < b ? -1 : 1;
}

/** Records whose field has the value the query gives; all of them when it gives none. */
export function filterBy(resource, records, query, name) {
  if (!query.has(name) || query.get(name) === '') return records;
  const field = resource.fields.find((one) => one.name === name);
  const wanted = fromText(field, query.get(name));
  if (field.type !== 'string' || field.oneOf) {
    const problem = problemOf({ name, type: field.type, oneOf: field.oneOf }, wanted);
    if (problem) throw new HttpError(STATUS, name + ' ' + problem);
  }
  return records.filter((record) => (record[name] ?? field.default ?? null) === wanted);
}

function fromText(field, text) {
  if (field.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return field.type === 'integer' || field.type === 'number' ? Number(text) : text;
}

/** Records that hold the text of the query in one of the fields, whatever its case. */
export function searchIn(records, query, parameter, names) {
  const wanted = (query.get(parameter) ?? '').trim().toLowerCase();
  if (wanted === '') return records;
  return records.filter((record) => names.some((name) => String(record[name] ?? '').toLowerCase().includes(wanted)));
}

/** A whole number of the query, or its default. Throws when it is not one or is out of its limits. */
export function numberFrom(query, name, { standard, min, max }) {
  if (!query.has(name) || query.get(name) === '') return standard;
  const value = Number(query.get(name));
  if (!Number.isInteger(value) || value < min || value > max)
    throw new HttpError(STATUS, name + ' must be a whole number from ' + min + ' to ' + max);
  return value;
}
`.replaceAll('STATUS', String(invalid));
}
