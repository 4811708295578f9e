import type { Code, Heading, List, ListItem, RootContent, Table } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { type Clause, clausesOf, plain, toClause } from './clauses.ts';
import { lineOf, type SpecDocument, sourceOf } from './document.ts';
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

type Reader = {
  readonly reading: ApiReading;
  readonly source: string;
  entry: ApiEntry | null;
  caption: string;
  subject: string;
};

/** Reads sections into endpoints, fields and notes. A second mention of an endpoint adds to the first. */
export function readApi(document: SpecDocument, nodes: readonly RootContent[]): ApiReading {
  const reading: ApiReading = { entries: [], fields: [], notes: [], examples: [], captions: [] };
  const reader: Reader = { reading, source: document.source, entry: null, caption: '', subject: '' };
  for (const node of nodes) readNode(reader, node);
  return reading;
}

function readNode(reader: Reader, node: RootContent): void {
  if (node.type === 'heading') readHeading(reader, node);
  else if (node.type === 'table') readTable(reader, node);
  else if (node.type === 'list') readList(reader, node);
  else if (node.type === 'code') readCode(reader, node);
  else if (node.type === 'paragraph')
    readClause(reader, toClause(sourceOf(reader.source, node), lineOf(node)));
  else for (const clause of clausesOf([node], reader.source)) addNote(reader, clause);
}

function readHeading(reader: Reader, node: Heading): void {
  const clause = toClause(sourceOf(reader.source, node).replace(/^#+\s*/, ''), lineOf(node));
  reader.caption = '';
  reader.entry = null;
  if (endpointPattern.test(clause.text)) openEntry(reader, clause);
  else reader.subject = textOf(node).toLowerCase();
}

/** A paragraph: an endpoint of its own, the caption of an example that follows, or a note. */
function readClause(reader: Reader, clause: Clause): void {
  const found = endpointPattern.exec(clause.text);
  if (found && leads(clause.text, found.index)) {
    openEntry(reader, clause);
    return;
  }
  const caption =
    /^(?:example )?(?:request|response|body|answers?|returns?|reply|example|errors?)\b[^.]{0,40}:$/i;
  reader.caption =
    clause.text.endsWith(':') || /^(?:request|response)\b/i.test(clause.text) ? clause.text : '';
  const about = found && reader.reading.entries.find((entry) => sameEntry(entry, found));
  if (about && clause.text.endsWith(':')) reader.entry = about;
  if (caption.test(clause.text)) return;
  if (/^[^`\d]*:$/.test(clause.text) && !/\b(?:must|shall|may|can|not|only)\b/i.test(clause.text))
    reader.reading.captions.push(clause);
  else addNote(reader, clause);
}

function leads(text: string, index: number): boolean {
  return /^[`*\s\d.)-]*$/.test(text.slice(0, index));
}

function openEntry(reader: Reader, clause: Clause): ApiEntry | null {
  const found = endpointPattern.exec(clause.text);
  if (!found) return null;
  const entry = entryOf(reader, found, clause.line);
  reader.entry = entry;
  reader.caption = '';
  const rest = clause.text
    .slice(found.index + found[0].length)
    .replace(/^[`\s:–—-]+(?!>)/, '')
    .trim();
  if (rest !== '') addBraces(reader, { ...clause, text: rest });
  return entry;
}

function entryOf(reader: Reader, found: RegExpExecArray, line: number): ApiEntry {
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

function sameEntry(entry: ApiEntry, found: RegExpExecArray): boolean {
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
function addBraces(reader: Reader, clause: Clause): void {
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

function addNote(reader: Reader, clause: Clause): void {
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

function readTable(reader: Reader, node: Table): void {
  const [head, ...rows] = node.children;
  const titles = (head?.children ?? []).map((cell) => textOf(cell).toLowerCase().trim());
  const cells = rows.map((row) => ({
    line: lineOf(row),
    texts: titles.map((_, at) => {
      const cell = row.children[at];
      return cell ? plain(cell.children.map((child) => sourceOf(reader.source, child)).join('')) : '';
    }),
  }));
  const endpoints = cells.some(({ texts }) => endpointPattern.test(texts.slice(0, 2).join(' ')));
  if (endpoints) {
    for (const row of cells) readEndpointRow(reader, titles, row);
    return;
  }
  const nameAt = titles.findIndex((title) =>
    /^(?:field|name|property|parameter|param|query|key)\b/.test(title),
  );
  if (nameAt >= 0) {
    for (const row of cells) readFieldRow(reader, titles, nameAt, row);
    return;
  }
  for (const row of cells) addNote(reader, { text: row.texts.filter(Boolean).join(': '), line: row.line });
}

type Row = { readonly line: number; readonly texts: readonly string[] };

function readEndpointRow(reader: Reader, titles: readonly string[], row: Row): void {
  const found = endpointPattern.exec(row.texts.slice(0, 2).join(' '));
  if (!found) {
    addNote(reader, { text: row.texts.filter(Boolean).join(': '), line: row.line });
    return;
  }
  const entry = entryOf(reader, found, row.line);
  reader.entry = entry;
  const first = endpointPattern.test(row.texts[0] ?? '') ? 1 : 2;
  row.texts.slice(first).forEach((text, at) => {
    const title = titles[first + at] ?? '';
    if (/^(?:—|–|-|none|no body|n\/a|)$/i.test(text)) return;
    const named = /request|body|input|send|query|param/.test(title) ? namedFields(text) : [];
    const source = /query|param/.test(title) ? 'query' : 'request';
    for (const part of named) entry.fields.push({ ...part, line: row.line, source });
    if (named.length > 0) return;
    const lead = /success|response|returns|answers/.test(title) && /^\d{3}/.test(text) ? 'returns ' : '';
    addBraces(reader, { text: `${lead}${text}`, line: row.line });
  });
  reader.entry = null;
}

/** `` `url`, `code` (optional) `` as fields with what stands in brackets about each. */
function namedFields(text: string): { name: string; text: string }[] {
  const list = /^(?:`[A-Za-z_]\w*\??`(?:\s*\([^)]*\))?(?:\s*(?:,|and|&)\s*)?)+\.?$/;
  if (!list.test(text)) return [];
  return [...text.matchAll(/`([A-Za-z_]\w*)(\?)?`(?:\s*\(([^)]*)\))?/g)].map((match) => ({
    name: match[1] ?? '',
    text: [match[2] ? 'optional' : '', match[3] ?? ''].filter(Boolean).join(', '),
  }));
}

function readFieldRow(reader: Reader, titles: readonly string[], nameAt: number, row: Row): void {
  const name = /^`?([A-Za-z_]\w*)`?\??$/.exec(row.texts[nameAt] ?? '')?.[1];
  if (!name) {
    addNote(reader, { text: row.texts.filter(Boolean).join(': '), line: row.line });
    return;
  }
  const parts = row.texts.flatMap((text, at) => {
    const title = titles[at] ?? '';
    if (at === nameAt || text === '' || /^[—–-]$/.test(text)) return [];
    if (/required|mandatory/.test(title)) {
      if (/^(?:yes|y|true|✓|✔|x|required|always)$/i.test(text)) return ['required'];
      return /^(?:no|n|false|optional)$/i.test(text) ? ['optional'] : [text];
    }
    return /^default/.test(title) ? [`default ${text}`] : [text];
  });
  const source = /^(?:parameter|param|query)/.test(titles[nameAt] ?? '') ? 'query' : 'unsaid';
  addField(reader, { name, text: parts.join('; '), line: row.line, source });
}

function addField(reader: Reader, field: FieldLine): void {
  if (reader.entry) reader.entry.fields.push(field);
  else reader.reading.fields.push({ ...field, subject: reader.subject });
}

function readList(reader: Reader, node: List): void {
  const outer = reader.entry;
  for (const item of node.children) {
    readItem(reader, item);
    if (outer !== null || !isEndpointItem(reader, item)) reader.entry = outer;
  }
  if (outer === null) reader.entry = null;
}

function isEndpointItem(reader: Reader, item: ListItem): boolean {
  const first = item.children[0];
  if (first?.type !== 'paragraph') return false;
  const text = plain(sourceOf(reader.source, first));
  const found = endpointPattern.exec(text);
  return found !== null && leads(text, found.index);
}

const fieldItem = /^`([A-Za-z_]\w*)(\?)?`\s*(?:[:–—-]\s*|(?=\())(.*)$/s;

function readItem(reader: Reader, item: ListItem): void {
  const [first, ...rest] = item.children;
  if (first?.type !== 'paragraph') {
    for (const child of item.children) readNode(reader, child);
    return;
  }
  const clause = toClause(sourceOf(reader.source, first), lineOf(first));
  const field = fieldItem.exec(clause.text);
  if (isEndpointItem(reader, item)) openEntry(reader, clause);
  else if (field?.[1]) {
    const source = /quer/i.test(reader.caption) ? 'query' : 'unsaid';
    const text = [field[2] ? 'optional' : '', field[3] ?? ''].filter(Boolean).join('; ');
    addField(reader, { name: field[1], text, line: clause.line, source });
  } else {
    const label = /^(request|body|response|returns|answers|errors?|query)(?: \d{3})?:\s*(.+)$/i.exec(
      clause.text,
    );
    const lead = label?.[1] && /^(?:response|returns|answers)/i.test(label[1]) ? 'returns ' : '';
    addBraces(reader, label?.[2] ? { ...clause, text: `${lead}${label[2]}` } : clause);
  }
  for (const child of rest) readNode(reader, child);
}

function readCode(reader: Reader, node: Code): void {
  const line = lineOf(node) + 1;
  const example = readExample(node.value, line, roleOfCaption(reader));
  if (example) {
    if (reader.entry) reader.entry.examples.push(example);
    else reader.reading.examples.push(example);
    reader.caption = '';
    return;
  }
  node.value.split('\n').forEach((text, at) => {
    const clause = { text: text.trim(), line: line + at };
    if (clause.text === '' || /^(?:#|\/\/)/.test(clause.text)) return;
    if (!openEntry(reader, clause)) readFenceRest(reader, clause, node, at);
  });
}

/** A fence with a request line, then headers, then a body: the body is the example. */
function readFenceRest(reader: Reader, clause: Clause, node: Code, at: number): void {
  if (/^(?:content-type|accept|host):/i.test(clause.text)) return;
  const rest = node.value.split('\n').slice(at).join('\n');
  const example = readExample(rest, clause.line, 'request');
  if (example && reader.entry) {
    reader.entry.examples.push(example);
    return;
  }
  const previous = reader.entry?.examples.at(-1);
  if (previous && clause.line <= previous.lastLine) return;
  addNote(reader, clause);
}

function roleOfCaption(reader: Reader): 'request' | 'response' | 'unsaid' {
  const caption = reader.caption.toLowerCase();
  if (/respon|return|answer|reply|error|\b[2-5]\d\d\b/.test(caption)) return 'response';
  return /request|body|send/.test(caption) ? 'request' : 'unsaid';
}
