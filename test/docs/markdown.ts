import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..', '..');

/** Documents whose every line is held to be true. */
export const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/agents.md',
  'docs/architecture.md',
  'docs/configuration.md',
  'docs/errors.md',
];

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What is code in a text: spans, and the lines of fenced blocks. */
export function codeIn(text: string): string[] {
  const fenced = [...text.matchAll(/^(`{3,})[^\n]*\n([\s\S]*?)^\1$/gm)].flatMap((match) =>
    (match[2] ?? '').split('\n'),
  );
  const outside = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, '');
  const spans = [...outside.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map((match) => match[1] ?? '');
  return [...fenced, ...spans];
}

/** The rows of all tables below a heading, each as its cells; headings of tables and rules are left out. */
export function rowsBelow(text: string, heading: string): string[][] {
  const at = text.split('\n').indexOf(heading);
  if (at < 0) throw new Error(`no heading "${heading}"`);
  const rest = text.split('\n').slice(at + 1);
  const end = rest.findIndex((line) => /^#{1,6} /.test(line));
  const lines = end < 0 ? rest : rest.slice(0, end);
  return lines.flatMap((line, index) => {
    const isRow = line.startsWith('|') && !/^\|[\s|-]+$/.test(line);
    const isHead = /^\|[\s|-]+$/.test(lines[index + 1] ?? '');
    if (!isRow || isHead) return [];
    return [
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    ];
  });
}

/** The names in a cell: `a`, `b` → a, b. */
export const namesIn = (cell: string | undefined): string[] =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
