import type { ApiEntry, ApiReading, FieldLine } from '../spec/api-reader.ts';
import { type Example, isObject, recordsIn } from '../spec/examples.ts';
import { constrain, fieldFromText, fillByName, typeOfExample } from './fields.ts';
import type { Json, Refusal, Resource } from './service-model.ts';
import { collectionsOf, shapeOf } from './shape.ts';
import { singular } from './words.ts';

export type Findings = { readonly refusals: Refusal[]; readonly contradictions: Refusal[] };

/** The resources an API keeps, with the fields that its tables, lists and examples name. */
export function buildResources(reading: ApiReading, findings: Findings): Resource[] {
  const resources = collectionsOf(reading.entries).map(
    (name): Resource => ({
      name,
      singular: singular(name),
      key: keyOf(name, reading.entries),
      fields: [],
      unique: [],
      caps: [],
      order: null,
      refuseUnknown: false,
    }),
  );
  for (const resource of resources) {
    const entries = reading.entries.filter((entry) => belongs(entry, resource, resources));
    const lines = [
      ...entries.flatMap((entry) => entry.fields.filter((line) => isBodyLine(entry, line))),
      ...reading.fields.filter((line) => subjectFits(line.subject, resource, resources)),
    ];
    for (const line of lines) addLine(resource, line, findings);
    for (const entry of entries) {
      const shape = shapeOf(entry.path).form;
      if (shape !== 'collection' && shape !== 'item') continue;
      entry.examples.forEach((example, at) => {
        addExample(resource, example, wayOf(entry, example, at));
      });
    }
    for (const example of reading.examples)
      if (resources.length === 1)
        addExample(resource, example, example.way === 'request' ? 'request' : 'response');
    finish(resource, findings, saysWhatIsSent(entries, lines));
  }
  return resources;
}

/** Which way an example of an entry travels, where its caption does not say. */
export function wayOf(entry: ApiEntry, example: Example, at: number): 'request' | 'response' {
  if (example.way !== 'unsaid') return example.way;
  if (entry.method === 'GET' || entry.method === 'DELETE') return 'response';
  if (at > 0) return 'response';
  const keys = isObject(example.value) ? Object.keys(example.value) : [];
  return keys.some((key) => /^(?:id|created|updated)/i.test(key)) ? 'response' : 'request';
}

/** Whether an example shows an error and not a record. */
export function isErrorExample(value: Json): boolean {
  return isObject(value) && 'error' in value;
}

function keyOf(collection: string, entries: readonly ApiEntry[]): string {
  for (const entry of entries) {
    const shape = shapeOf(entry.path);
    if ((shape.form === 'item' || shape.form === 'action') && shape.collection === collection)
      return shape.param.toLowerCase() === `${singular(collection)}id` ? 'id' : shape.param;
  }
  return (
    entries.flatMap((entry) => {
      const shape = shapeOf(entry.path);
      return shape.form === 'root' ? [shape.param] : [];
    })[0] ?? 'id'
  );
}

function belongs(entry: ApiEntry, resource: Resource, all: readonly Resource[]): boolean {
  const shape = shapeOf(entry.path);
  if (shape.form === 'root') return all.length === 1 || shape.param === resource.key;
  return 'collection' in shape && shape.collection === resource.name;
}

function isBodyLine(entry: ApiEntry, line: FieldLine): boolean {
  const shape = shapeOf(entry.path);
  if (line.source === 'query' || (entry.method === 'GET' && line.source === 'unsaid')) return false;
  return shape.form === 'collection' || shape.form === 'item';
}

function subjectFits(subject: string, resource: Resource, all: readonly Resource[]): boolean {
  if (all.length === 1) return true;
  const words = subject.split(/[^a-z0-9]+/);
  return words.includes(resource.name) || words.includes(resource.singular);
}

function addLine(resource: Resource, line: FieldLine, findings: Findings): void {
  const { field, said, rest } = fieldFromText(line.name, line.text, line.line);
  const known = resource.fields.find((other) => other.name === line.name);
  const target = known ?? field;
  if (!known) resource.fields.push(field);
  const conflict = constrain(target, said, resource, line.line);
  if (conflict)
    findings.contradictions.push({ line: line.line, text: `${line.name}: ${line.text}`, reason: conflict });
  if (line.source === 'request' && !known && said.required === undefined && said.default === undefined)
    target.required = !said.serverSet;
  const odd = oddWords(rest);
  if (odd) findings.refusals.push({ line: line.line, text: `${line.name}: ${line.text}`, reason: odd });
}

/** Descriptions of a field are prose; a number, a condition or a negation left over in one is a rule nobody read. */
function oddWords(rest: string): string | null {
  const rule = /\b(?:not|never|only|unless|must|except|until|if|when|\d+)\b/i.exec(
    rest.replace(/`[^`]*`/g, ' '),
  );
  return rule ? `the rule around "${rule[0]}" is not understood` : null;
}

function addExample(resource: Resource, example: Example, way: 'request' | 'response'): void {
  if (isErrorExample(example.value)) return;
  for (const record of recordsIn(example.value)) {
    if (way === 'response' && !overlaps(resource, record)) continue;
    for (const [name, value] of Object.entries(record)) {
      const known = resource.fields.find((field) => field.name === name);
      if (known) {
        if (known.example === undefined || known.example === null) known.example = value;
        const shown = typeOfExample(value);
        if (known.type === 'string' && value !== null && shown !== 'email') known.type = shown;
        continue;
      }
      resource.fields.push({
        name,
        line: example.line,
        type: typeOfExample(value),
        required: way === 'request' && value !== null && typeof value !== 'boolean',
        client: way === 'request',
        example: value,
      });
    }
  }
}

/** A response that shares no field with the resource shows something else. */
function overlaps(resource: Resource, record: { readonly [key: string]: Json }): boolean {
  if (resource.fields.length === 0) return true;
  return Object.keys(record).some(
    (name) => name === resource.key || resource.fields.some((field) => field.name === name),
  );
}

/** Whether the spec says anywhere what a client sends; where it does not, it sends what the example shows. */
function saysWhatIsSent(entries: readonly ApiEntry[], lines: readonly FieldLine[]): boolean {
  if (lines.length > 0) return true;
  return entries.some((entry) =>
    entry.examples.some((example, at) => wayOf(entry, example, at) === 'request'),
  );
}

function finish(resource: Resource, findings: Findings, isSaid: boolean): void {
  if (!resource.fields.some((field) => field.name === resource.key))
    resource.fields.unshift({ name: resource.key, line: 1, type: 'string', required: false, client: false });
  for (const field of resource.fields) {
    const looksServers = fillByName({ ...field }, resource) || field.type === 'boolean';
    if (!isSaid && !field.client && !looksServers) {
      field.client = true;
      field.required = field.example !== null;
    }
    const isServers = !field.client || /^(?:id|created_?at|updated_?at)$/i.test(field.name);
    if (isServers && !fillByName(field, resource) && field.default === undefined) {
      if (field.type === 'boolean') field.default = false;
      else if (field.example === null) field.default = null;
      else if (field.name !== resource.key)
        findings.refusals.push({
          line: field.line,
          text: `the field \`${field.name}\` of a response`,
          reason: 'nothing says where its value comes from',
        });
    }
  }
  for (const field of resource.fields) {
    const isOpen =
      field.client && !field.isRequiredSaid && field.fill === undefined && field.default === undefined;
    if (isOpen) field.required = field.type !== 'boolean' && field.example !== null;
  }
  const key = resource.fields.find((field) => field.name === resource.key);
  if (key?.client && !key.required) key.fill ??= 'code';
  if (key?.client && !resource.unique.some((rule) => rule.fields.join() === key.name))
    resource.unique.push({ fields: [key.name], ignoreCase: false, status: 409, line: key.line });
  if (key?.fill === 'code' && key.client === false) key.codeLength ??= 7;
}
