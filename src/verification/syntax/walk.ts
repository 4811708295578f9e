import type { Node } from './parse-javascript.ts';

/** Visits a node and everything below it, parents before children; `visit` returning false leaves out what is below. */
export function walk(node: Node, visit: (node: Node, parents: readonly Node[]) => undefined | boolean): void {
  step(node, [], visit);
}

function step(
  node: Node,
  parents: readonly Node[],
  visit: (node: Node, parents: readonly Node[]) => undefined | boolean,
): void {
  if (visit(node, parents) === false) return;
  const below = [...parents, node];
  for (const child of childrenOf(node)) step(child, below, visit);
}

/** The nodes right below a node, in the order of the text. */
export function childrenOf(node: Node): Node[] {
  const found: Node[] = [];
  for (const [field, value] of Object.entries(node)) {
    if (field === 'extra' || field === 'loc') continue;
    for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) found.push(item);
  }
  return found.sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
}

/** The line of a node, from 1. */
export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 0;
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'start' in value &&
    'loc' in value &&
    !value.type.startsWith('Comment')
  );
}
