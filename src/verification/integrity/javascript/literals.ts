import type { Node } from '../../syntax/parse-javascript.ts';
import { walk } from '../../syntax/walk.ts';
import { nameOf } from './chain.ts';

/** Values written out in an expression. */
export function literalsIn(nodes: readonly Node[]): string[] {
  const found: string[] = [];
  for (const root of nodes) {
    walk(root, (node) => {
      const value = literalOf(node);
      if (value !== null) found.push(value);
      // Keys of an object are no values, but what they hold is.
      return undefined;
    });
  }
  return found;
}

/** Names used in an expression, properties too. */
export function namesIn(nodes: readonly Node[]): string[] {
  const found = new Set<string>();
  for (const root of nodes) {
    walk(root, (node) => {
      if (node.type === 'Identifier' || node.type === 'ThisExpression') found.add(nameOf(node));
      return undefined;
    });
  }
  return [...found];
}

export function literalOf(node: Node): string | null {
  switch (node.type) {
    case 'StringLiteral':
      return node.value;
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return String(node.value);
    case 'NullLiteral':
      return 'null';
    case 'BigIntLiteral':
      return node.value;
    case 'RegExpLiteral':
      return node.pattern;
    case 'TemplateElement':
      return node.value.raw.trim() === '' ? null : node.value.raw;
    default:
      return null;
  }
}

/** The number an expression is; null for anything else. */
export function numberOf(node: Node | undefined): number | null {
  if (node?.type === 'NumericLiteral') return node.value;
  if (node?.type === 'UnaryExpression' && node.operator === '-') {
    const value = numberOf(node.argument);
    return value === null ? null : -value;
  }
  return null;
}

/** The text of a node without space, with one kind of quotes. */
export function plainText(text: string, node: Node): string {
  return plain(text.slice(node.start ?? 0, node.end ?? 0));
}

export function plain(text: string): string {
  return text
    .replace(/\s+/g, '')
    .replace(/["`]/g, "'")
    .replace(/,([)\]}])/g, '$1');
}
