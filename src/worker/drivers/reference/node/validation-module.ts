/** `src/validation.js`: a body against the fields of a resource. */
export function validationModule(invalid: number): string {
  return String.raw`import { HttpError } from './http.js';

const types = {
  string: [(value) => typeof value === 'string', 'a string'],
  integer: [Number.isInteger, 'a whole number'],
  number: [Number.isFinite, 'a number'],
  boolean: [(value) => typeof value === 'boolean', 'true or false'],
  url: [isUrl, 'an http or https URL'],
  email: [(value) => typeof value === 'string' && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value), 'an e-mail address'],
  date: [isDate, 'a date such as 2026-05-01'],
  datetime: [isTime, 'a time such as 2026-05-01T09:30:00Z'],
  strings: [(value) => Array.isArray(value) && value.every((one) => typeof one === 'string'), 'a list of strings'],
  object: [(value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'an object'],
};

/**
 * The fields a client may set, read from a body. With partial, only those given; else missing ones get their default.
 * Throws one error that names everything wrong.
 */
export function readFields(resource, body, { partial = false } = {}) {
  if (!types.object[0](body)) throw new HttpError(STATUS, 'the body has to be a JSON object');
  const problems = resource.refuseUnknown ? unknownFields(resource, body) : [];
  const values = {};
  for (const field of resource.fields.filter((one) => one.client)) {
    const given = body[field.name];
    if (given === undefined && partial) continue;
    if (given === undefined || given === null) {
      if (field.required) problems.push(field.name + ' is required');
      else values[field.name] = field.default ?? null;
      continue;
    }
    const problem = problemOf(field, given);
    if (problem) problems.push(field.name + ' ' + problem);
    else values[field.name] = given;
  }
  if (problems.length > 0) throw new HttpError(STATUS, problems.join('; '), problems);
  return values;
}

/** What is wrong with a value, or null. */
export function problemOf(field, value) {
  const [fits, name] = types[field.type];
  if (!fits(value)) return 'must be ' + name;
  if (field.oneOf && !field.oneOf.includes(value)) return 'must be one of ' + field.oneOf.join(', ');
  const length = typeof value === 'string' ? [...value].length : value.length;
  if (field.minLength > 0 && typeof value === 'string' && value.trim() === '') return 'must not be blank';
  if (length < field.minLength) return 'must have at least ' + field.minLength + ' characters';
  if (length > field.maxLength) return 'must have at most ' + field.maxLength + ' characters';
  if (field.pattern && !new RegExp(field.pattern, 'u').test(value)) return 'must match ' + field.pattern;
  if (value < field.min) return 'must be at least ' + field.min;
  if (value <= field.above) return 'must be greater than ' + field.above;
  if (value > field.max) return 'must be at most ' + field.max;
  return null;
}

function unknownFields(resource, body) {
  const known = new Set(resource.fields.filter((field) => field.client).map((field) => field.name));
  return Object.keys(body)
    .filter((name) => !known.has(name))
    .map((name) => name + ' is not a field of a ' + resource.singular);
}

function isUrl(value) {
  if (typeof value !== 'string' || /\s/.test(value)) return false;
  try {
    return /^https?:$/.test(new URL(value).protocol);
  } catch {
    return false;
  }
}

function isDate(value) {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(value + 'T00:00:00Z');
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

function isTime(value) {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value));
}
`.replaceAll('STATUS', String(invalid));
}
