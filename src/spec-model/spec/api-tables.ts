import type { Table } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { addBraces, addField, addNote, endpointPattern, entryOf, type Reader } from './api-reader.ts';
import { plain } from './clauses.ts';
import { lineOf, sourceOf } from './document.ts';

/** Reads a table of endpoints, of fields, or of statements. */
export function readTable(reader: Reader, node: Table): void {
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
