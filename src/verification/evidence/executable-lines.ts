import { parseJavaScript } from '../syntax/parse-javascript.ts';
import { walk } from '../syntax/walk.ts';

/** Numbers of the lines that hold code: not blank, no comment, not brackets alone. */
export function executableLines(text: string, python: boolean): number[] {
  const numbers: number[] = [];
  let comment = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const inside = comment;
    if (!python) {
      if (inside || line.startsWith('/*')) comment = !line.includes('*/');
      if (inside || line.startsWith('/*') || line.startsWith('//') || line.startsWith('#!')) continue;
    } else if (line.startsWith('#')) continue;
    if (!/^[\s{}()[\];,]*$/.test(line)) numbers.push(index + 1);
  }
  return numbers;
}

const statements = new Set([
  ...['ExpressionStatement', 'BreakStatement', 'ContinueStatement', 'ReturnStatement', 'ThrowStatement'],
  ...['TryStatement', 'IfStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement'],
  ...['DoWhileStatement', 'SwitchStatement', 'LabeledStatement'],
]);

/**
 * Numbers of the lines on which a statement of JavaScript or TypeScript begins, as coverage tools count them: declarations
 * of functions, classes, types and imports are none. Undefined for what cannot be parsed.
 */
export function statementLines(path: string, text: string): Set<number> | undefined {
  const parsed = parseJavaScript(path, text);
  if (!parsed) return undefined;
  const lines = new Set<number>();
  walk(parsed.program, (node) => {
    if ('declare' in node && node.declare === true) return false;
    const counted =
      node.type === 'VariableDeclarator'
        ? node.init
        : node.type === 'ArrowFunctionExpression'
          ? node.body
          : statements.has(node.type)
            ? node
            : undefined;
    const line = counted?.type === 'BlockStatement' ? undefined : counted?.loc?.start.line;
    if (line !== undefined) lines.add(line);
    return undefined;
  });
  return lines;
}
