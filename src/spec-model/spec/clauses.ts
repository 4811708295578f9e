import type { ListItem, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { lineOf, sourceOf } from './document.ts';

/** One statement of the spec: its text with inline code kept in backticks, where it stands, and its own id. */
export type Clause = { readonly text: string; readonly line: number; readonly id?: string };

const idPattern = /^\s*(?:\*\*)?((?:FR|NFR|SC|AC|R|REQ|US)-?\d+[a-z]?)(?:\*\*)?\s*[:.)–-]*(?:\*\*)?\s*/;

/** Statements of a run of nodes: one for each paragraph, list item, table row and line of code. Headings say nothing. */
export function clausesOf(nodes: readonly RootContent[], source: string): Clause[] {
  return nodes.flatMap((node): Clause[] => {
    switch (node.type) {
      case 'paragraph':
        return lines(sourceOf(source, node), lineOf(node));
      case 'list':
        return node.children.flatMap((item) => itemClauses(item, source));
      case 'blockquote':
        return clausesOf(node.children, source);
      case 'table':
        return node.children.slice(1).map((row) => ({
          text: row.children
            .map((cell) =>
              sourceOf(source, cell)
                .replace(/^\||\|$/g, '')
                .trim(),
            )
            .join(' | '),
          line: lineOf(row),
        }));
      case 'code':
        return node.value
          .split('\n')
          .map((text, at) => ({ text: text.trim(), line: lineOf(node) + 1 + at }))
          .filter(({ text }) => text !== '');
      case 'heading':
      case 'thematicBreak':
      case 'html':
      case 'definition':
        return [];
      default:
        return [{ text: textOf(node), line: lineOf(node) }];
    }
  });
}

/** Statements of one list item: its own text, then those below it. */
export function itemClauses(item: ListItem, source: string): Clause[] {
  const [first, ...rest] = item.children;
  if (first?.type !== 'paragraph') return clausesOf(item.children, source);
  return [toClause(sourceOf(source, first), lineOf(first)), ...clausesOf(rest, source)];
}

/** A clause from Markdown source: emphasis removed, white space joined, a leading id (`FR-001:`) taken off. */
export function toClause(markdown: string, line: number): Clause {
  const id = idPattern.exec(markdown)?.[1];
  const text = plain(markdown.replace(idPattern, ''));
  return id === undefined ? { text, line } : { text, line, id };
}

/** Markdown without emphasis, links and checkboxes; inline code stays in its backticks. */
export function plain(markdown: string): string {
  return markdown
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`')
        ? part
        : part
            .replace(/^\s*\[[ xX]\]\s*/, '')
            .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
            .replace(/\*\*|__|(?<![\w*])[*_](?=\S)|(?<=\S)[*_](?![\w*])/g, ''),
    )
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

function lines(markdown: string, line: number): Clause[] {
  const clause = toClause(markdown, line);
  return clause.text === '' ? [] : [clause];
}
