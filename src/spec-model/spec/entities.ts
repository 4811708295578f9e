import { readApi } from './api-entries.ts';
import type { ApiReading } from './api-reader.ts';
import { clausesOf } from './clauses.ts';
import type { SpecDocument } from './document.ts';

/**
 * Adds what the sections about entities say: tables and lists of fields, and lines such as
 * "**Todo**: `id`, `title` (1 to 200 characters), `done` (boolean)".
 */
export function addEntities(reading: ApiReading, document: SpecDocument): void {
  for (const section of document.sections.filter((one) => one.role === 'entities')) {
    const own = readApi(document, section.nodes);
    reading.fields.push(
      ...own.fields.map((field) => ({ ...field, subject: field.subject || section.title.toLowerCase() })),
    );
    reading.examples.push(...own.examples);
    for (const note of own.notes) if (!addEntityLine(reading, note.text, note.line)) reading.notes.push(note);
  }
  const inApi = new Set(reading.entries.map((entry) => entry.line));
  for (const section of document.sections.filter((one) => ['requirements', 'other'].includes(one.role))) {
    if (inApi.size > 0) break;
    const found = readApi(document, section.nodes);
    if (found.entries.length > 0 && clausesOf(section.nodes, document.source).length > 0)
      reading.entries.push(...found.entries);
  }
}

function addEntityLine(reading: ApiReading, text: string, line: number): boolean {
  const match = /^([\w-]+(?: [\w-]+)?)\s*[:–—]\s*(?:(?:has|with|an?|the|its)\s+)*(`[A-Za-z_]\w*`.*)$/s.exec(
    text,
  );
  if (!match?.[2]) return false;
  const subject = (match[1] ?? '').toLowerCase();
  const parts = match[2]
    .split(/[,;]?\s*(?:\band\s+)?(?=`[A-Za-z_]\w*`(?:\s*\(|\s*[,;.]|\s+and\b|\s*$))/)
    .filter(Boolean);
  for (const part of parts) {
    const field = /^`([A-Za-z_]\w*)`\s*(?:\((.*)\)|(.*))?[,;.\s]*$/s.exec(part.trim());
    if (!field?.[1]) return false;
    const said = (field[2] ?? field[3] ?? '').replace(/[,;.\s]+$/, '');
    reading.fields.push({
      name: field[1],
      text: said,
      line,
      source: 'unsaid',
      subject: `${subject} ${subject.replace(/[- ]/g, '')}s ${subject.replace(/[- ]/g, '')}`,
    });
  }
  return true;
}
