import type { Node } from '../../syntax/parse-javascript.ts';
import { chainOf, isFunction, nameOf } from './chain.ts';

/** A function with the name it is called by; null for anything else. */
export function functionNamed(node: Node): { name: string; body: Node } | null {
  if (node.type === 'FunctionDeclaration' && node.id) return { name: node.id.name, body: node.body };
  if (node.type === 'VariableDeclarator' && isFunction(node.init ?? undefined) && node.init) {
    return { name: nameOf(node.id), body: node.init };
  }
  if (node.type === 'ClassMethod' || node.type === 'ObjectMethod')
    return { name: nameOf(node.key), body: node.body };
  if (node.type === 'ObjectProperty' && isFunction(node.value))
    return { name: nameOf(node.key), body: node.value };
  if (node.type === 'AssignmentExpression' && isFunction(node.right)) {
    return { name: chainOf(node.left).at(-1)?.name ?? '', body: node.right };
  }
  return null;
}
