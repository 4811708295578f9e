/** `src/records.js`: what becomes a record, what it must not clash with, and what of it is shown. */
export const recordsModule = `import { randomInt, randomUUID } from 'node:crypto';
import { HttpError } from './http.js';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A new record of a resource: what the client gave and what the service fills in. */
export function newRecord(store, resource, values, now) {
  const record = { ...values };
  for (const field of resource.fields) {
    if (field.client && record[field.name] !== null && record[field.name] !== undefined) continue;
    record[field.name] = filled(store, resource, field, now);
  }
  return record;
}

function filled(store, resource, field, now) {
  switch (field.fill) {
    case 'id':
      return field.type === 'integer' ? store.nextNumber(resource.name) : randomUUID();
    case 'code':
      return freeCode(store, resource, field.codeLength ?? 7);
    case 'created':
    case 'updated':
      return now().toISOString();
    case 'zero':
      return 0;
    default:
      return field.default ?? null;
  }
}

function freeCode(store, resource, length) {
  for (;;) {
    const code = Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
    if (!store.get(resource.name, code)) return code;
  }
}

/** A changed record, with the time of the change. */
export function changedRecord(resource, record, values, now) {
  const changed = { ...record, ...values };
  for (const field of resource.fields) if (field.fill === 'updated') changed[field.name] = now().toISOString();
  return changed;
}

/** Throws when a record would break a rule over all records of its resource; before is the one it takes the place of. */
export function checkRules(store, resource, record, before = null) {
  const others = store.all(resource.name).filter((other) => other !== before);
  for (const rule of resource.unique) {
    const own = signature(rule, record);
    if (own !== null && others.some((other) => signature(rule, other) === own))
      throw new HttpError(rule.status, 'a ' + resource.singular + ' with the same ' + rule.fields.join(' and ') + ' exists already');
  }
  for (const cap of resource.caps) {
    const count = others.filter((other) => other[cap.per] === record[cap.per]).length;
    if (count >= cap.max)
      throw new HttpError(cap.status, 'there are already ' + cap.max + ' with the same ' + cap.per + ', which is the most');
  }
}

function signature(rule, record) {
  const values = rule.fields.map((name) => record[name]);
  if (values.some((value) => value === null || value === undefined)) return null;
  const plain = rule.ignoreCase ? values.map((value) => (typeof value === 'string' ? value.trim().toLowerCase() : value)) : values;
  return JSON.stringify(plain);
}

/** The record a path names. Throws 404 when there is none. */
export function findRecord(store, resource, key) {
  const record = store.get(resource.name, key);
  if (!record) throw new HttpError(404, 'there is no ' + resource.singular + ' with the ' + resource.key + ' ' + key);
  return record;
}

/**
 * A record as clients see it. Fields an older version of the service did not know have their default.
 */
export function present(resource, record, names = resource.fields.map((field) => field.name)) {
  return Object.fromEntries(names.map((name) => [name, record[name] ?? standing(resource, name)]));
}

function standing(resource, name) {
  const field = resource.fields.find((one) => one.name === name);
  return field.fill === 'zero' ? 0 : (field.default ?? null);
}
`;
