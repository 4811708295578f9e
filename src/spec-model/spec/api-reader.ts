import type { Clause } from './clauses.ts';
import { type Example, readExample } from './examples.ts';

/** Words said about one field, wherever they stand. */
export type FieldLine = {
  readonly name: string;
  readonly text: string;
  readonly line: number;
  readonly source: 'request' | 'query' | 'response' | 'unsaid';
};

/** One `METHOD /path` of the spec with everything said under it. */
export type ApiEntry = {
  readonly method: string;
  readonly path: string;
  readonly query: string[];
  readonly line: number;
  readonly notes: Clause[];
  readonly fields: FieldLine[];
  readonly examples: Example[];
};

/** What the API section says: its endpoints, fields of no one endpoint, and statements about all of them. */
export type ApiReading = {
  readonly entries: ApiEntry[];
  readonly fields: (FieldLine & { readonly subject: string })[];
  readonly notes: Clause[];
  readonly examples: Example[];
  /** Lines that only lead to what follows them; prose. */
  readonly captions: Clause[];
};

export const endpointPattern =
  /(?<![A-Za-z])(GET|POST|PUT|PATCH|DELETE|HEAD)`?\s+`?(?:https?:\/\/[^/\s]+)?(\/[^\s`|,;)→]*)/;

/** What is read so far, and under which endpoint and caption the next node stands. */
export type Reader = {
  readonly reading: ApiReading;
  readonly source: string;
  entry: ApiEntry | null;
  caption: string;
  subject: string;
};

/** The entry of an endpoint, a new one where it was not mentioned before. */
export function entryOf(reader: Reader, found: RegExpExecArray, line: number): ApiEntry {
  const known = reader.reading.entries.find((entry) => sameEntry(entry, found));
  const { path, query } = splitPath(found[2] ?? '/');
  if (known) {
    for (const name of query) if (!known.query.includes(name)) known.query.push(name);
    return known;
  }
  const entry: ApiEntry = {
    method: found[1] ?? 'GET',
    path,
    query,
    line,
    notes: [],
    fields: [],
    examples: [],
  };
  reader.reading.entries.push(entry);
  return entry;
}

/** Whether a match names this entry. */
export function sameEntry(entry: ApiEntry, found: RegExpExecArray): boolean {
  return entry.method === found[1] && entry.path === splitPath(found[2] ?? '/').path;
}

/** `/links/{code}?limit=` as the path `/links/:code` and the query `limit`. */
export function splitPath(text: string): { path: string; query: string[] } {
  const [raw = '/', search = ''] = text.replace(/[.:]+$/, '').split('?');
  const path = raw
    .replace(/\{([A-Za-z_]\w*)\}|<([A-Za-z_]\w*)>/g, (_, a, b) => `:${a ?? b}`)
    .replace(/(.)\/+$/, '$1');
  const query = search
    .split('&')
    .map((part) => part.split('=')[0]?.replace(/[^\w-]/g, '') ?? '')
    .filter(Boolean);
  return { path, query };
}

/** `{ url, code? }` in a sentence names fields; the rest of the sentence is a note. */
export function addBraces(reader: Reader, clause: Clause): void {
  let text = clause.text;
  const braces = /`(\{[^`]*\})`/.exec(text);
  if (braces?.[1] && reader.entry) {
    const before = text.slice(0, braces.index).toLowerCase();
    const isResponse = /(?:→|->|returns?|answers?|responds?|response|\d{3})[^;.]*$/.test(before);
    const example = readExample(braces[1], clause.line, isResponse ? 'response' : 'request');
    if (example) reader.entry.examples.push(example);
    else
      for (const part of splitNames(braces[1].slice(1, -1)))
        reader.entry.fields.push({ ...part, line: clause.line, source: isResponse ? 'response' : 'request' });
    text = text.replace(braces[0], isResponse ? 'the response' : 'the body');
  }
  addNote(reader, { ...clause, text });
}

function splitNames(inner: string): { name: string; text: string }[] {
  return inner.split(',').flatMap((part) => {
    const match = /^\s*"?([A-Za-z_]\w*)"?(\?)?\s*(?::\s*(.*))?$/.exec(part);
    if (!match?.[1]) return [];
    return [
      { name: match[1], text: [match[2] ? 'optional' : '', match[3] ?? ''].filter(Boolean).join(', ') },
    ];
  });
}

/** Keeps a statement with the endpoint it stands under. */
export function addNote(reader: Reader, clause: Clause): void {
  if (clause.text === '') return;
  for (const match of clause.text.matchAll(new RegExp(endpointPattern.source, 'g'))) {
    const { path, query } = splitPath(match[2] ?? '/');
    const entry = reader.entry;
    if (entry && entry.method === match[1] && entry.path === path)
      entry.query.push(...query.filter((name) => !entry.query.includes(name)));
  }
  if (reader.entry) reader.entry.notes.push(clause);
  else reader.reading.notes.push(clause);
}

/** Keeps words about a field with the endpoint they stand under. */
export function addField(reader: Reader, field: FieldLine): void {
  if (reader.entry) reader.entry.fields.push(field);
  else reader.reading.fields.push({ ...field, subject: reader.subject });
}
