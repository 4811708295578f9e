import type { Node } from '../../syntax/parse-javascript.ts';
import { walk } from '../../syntax/walk.ts';
import { plainText } from './literals.ts';

/** How a test's function returns before it has looked at anything; null when it does not. */
export function leavesEarly(
  text: string,
  run: Extract<Node, { type: 'ArrowFunctionExpression' | 'FunctionExpression' }>,
): string | null {
  if (run.body.type !== 'BlockStatement') return null;
  for (const [index, statement] of run.body.body.entries()) {
    const isLast = index === run.body.body.length - 1;
    if (statement.type === 'ReturnStatement')
      return statement.argument || isLast ? null : 'returns before it looks at anything';
    if (statement.type === 'IfStatement') {
      const first =
        statement.consequent.type === 'BlockStatement'
          ? statement.consequent.body.at(-1)
          : statement.consequent;
      if (first?.type === 'ReturnStatement' && !isLast) {
        return `returns early when ${plainText(text, statement.test)}`;
      }
    }
    if (looksAtSomething(statement)) return null;
  }
  return null;
}

function looksAtSomething(statement: Node): boolean {
  let found = false;
  walk(statement, (node) => {
    if (node.type === 'Identifier' && /^(?:assert|expect|should|t)$/.test(node.name)) found = true;
    return undefined;
  });
  return found;
}
