import type { Node } from '../../syntax/parse-javascript.ts';
import { walk } from '../../syntax/walk.ts';
import { chainOf, isFunction } from './chain.ts';

/** Whether a `try` or `.catch(…)` keeps a failed assertion from failing anything: it neither throws again nor looks at what it caught. */
export function swallows(
  node: Extract<Node, { type: 'TryStatement' | 'CallExpression' | 'OptionalCallExpression' }>,
  saysSomething: (node: Node) => boolean,
): boolean {
  if (node.type === 'TryStatement') return node.handler ? !passesOn(node.handler.body, saysSomething) : false;
  const [handler] = node.arguments;
  if (!isFunction(handler)) return false;
  return !passesOn(handler.body, saysSomething);
}

function passesOn(body: Node, saysSomething: (node: Node) => boolean): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.type === 'ThrowStatement') found = true;
    if (node.type === 'CallExpression') {
      const name = chainOf(node).at(-1)?.name ?? '';
      if (
        /^(?:fail|done|reject|next|error|abort|unreachable|exit|push|resolve)$/.test(name) ||
        saysSomething(node)
      )
        found = true;
    }
    if (node.type === 'MemberExpression' && saysSomething(node)) found = true;
    if (node.type === 'AssignmentExpression') found = true;
    // The caught error is handed on: `.catch((error) => error)`.
    if (node.type === 'ReturnStatement' && node.argument) found = true;
    return undefined;
  });
  return (
    found ||
    (body.type !== 'BlockStatement' &&
      body.type !== 'NullLiteral' &&
      body.type !== 'ObjectExpression' &&
      body.type !== 'BooleanLiteral' &&
      !(body.type === 'Identifier' && body.name === 'undefined') &&
      body.type !== 'UnaryExpression')
  );
}
