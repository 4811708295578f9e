import type { Code, Heading, List, ListItem, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import {
  type ApiEntry,
  type ApiReading,
  addBraces,
  addField,
  addNote,
  endpointPattern,
  entryOf,
  type Reader,
  sameEntry,
} from './api-reader.ts';
import { readTable } from './api-tables.ts';
import { type Clause, clausesOf, plain, toClause } from './clauses.ts';
import { lineOf, type SpecDocument, sourceOf } from './document.ts';
import { readExample } from './examples.ts';

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
