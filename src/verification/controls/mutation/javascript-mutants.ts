import { type Node, parseJavaScript } from '../../syntax/parse-javascript.ts';
import { childrenOf, lineOf } from '../../syntax/walk.ts';
import { type Edit, withEdits } from '../edits.ts';
import type { Mutant } from './mutant.ts';

type Change = { readonly edit: Edit; readonly line: number; readonly strong: boolean };

const compared: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
};
const calculated: Readonly<Record<string, string>> = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' };
const connected: Readonly<Record<string, string>> = { '&&': '||', '||': '&&' };
/** Calls that tell people something, or that only end or pace things. */
const quiet =
  /^(?:console|log|logger|debug|process|clearTimeout|clearInterval|setTimeout|setInterval|setImmediate|queueMicrotask|require|import)$|\.(?:log|debug|info|warn|error|trace|unref|close|closeAllConnections|listen|destroy|removeListener|off|on|once)$/;
/** Calls that answer or hand on: without them a test waits in vain until its time is over. */
const answers =
  /^(?:res|resp|response|reply|next|done|resolve|reject|callback|cb)\b|^(?:send|reply|respond|answer|json|write|fail|render|redirect)\w*$|\.(?:send|sendStatus|json|end|write|pipe|status|writeHead|code|then|resume|emit)$/;
const saysStatus = /status|code|send|json|head|reply|respond|answer|error|fail/i;
const startsUp = /^(?:main|start|run|bootstrap|listen|shutdown|close)$/;

/** The mutants of a JavaScript or TypeScript file in these lines (null: in all); none where it cannot be parsed. */
export function javascriptMutants(path: string, text: string, lines: ReadonlySet<number> | null): Mutant[] {
  const parsed = parseJavaScript(path, text);
  if (!parsed) return [];
  const changes: Change[] = [];
  for (const statement of parsed.program.body) look(statement, text, false, changes);
  return changes.flatMap(({ edit, line, strong }) => {
    if (lines && !lines.has(line)) return [];
    const changed = withEdits(text, [edit]);
    if (changed === text || !parseJavaScript(path, changed)) return [];
    const at = (of: string) => (of.split('\n')[line - 1] ?? '').trim();
    return [
      { path, line, before: at(text), after: at(changed), content: () => Buffer.from(changed), strong },
    ];
  });
}

/** Collects what can be changed below a node. Only what runs when a function is called: start-up is no test's business. */
function look(node: Node, text: string, inFunction: boolean, changes: Change[]): void {
  if (node.type === 'ThrowStatement' || /^(?:Import|TS|JSX)/.test(node.type)) return;
  if (node.type === 'CallExpression' && quiet.test(calleeText(node.callee))) {
    // A handler that is passed to it is somebody's business all the same.
    for (const argument of node.arguments) {
      if (/Function/.test(argument.type)) look(argument, text, inFunction, changes);
    }
    return;
  }
  if (isFunction(node)) {
    const name = 'id' in node && node.id && 'name' in node.id ? node.id.name : '';
    if (typeof name === 'string' && startsUp.test(name)) return;
    if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement') {
      returned(node.body, text, changes);
    }
    look(node.body, text, true, changes);
    return;
  }
  if (inFunction) mutate(node, text, changes);
  for (const child of childrenOf(node)) look(child, text, inFunction, changes);
}

type FunctionNode = Extract<
  Node,
  {
    type:
      | 'FunctionDeclaration'
      | 'FunctionExpression'
      | 'ArrowFunctionExpression'
      | 'ObjectMethod'
      | 'ClassMethod'
      | 'ClassPrivateMethod';
  }
>;

function isFunction(node: Node): node is FunctionNode {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ObjectMethod|ClassMethod|ClassPrivateMethod)$/.test(
    node.type,
  );
}

function mutate(node: Node, text: string, changes: Change[]): void {
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      change(changes, node.test, negated(node.test, text), true);
      break;
    case 'BinaryExpression': {
      const { left, right, operator } = node;
      const sign = Object.hasOwn(compared, operator) ? compared[operator] : undefined;
      if (sign) operatorChange(changes, left, right, operator, sign, text, !/[<>]/.test(operator));
      const other = Object.hasOwn(calculated, operator) ? calculated[operator] : undefined;
      if (other && !isText(left) && !isText(right))
        operatorChange(changes, left, right, operator, other, text, true);
      break;
    }
    case 'LogicalExpression': {
      const sign = Object.hasOwn(connected, node.operator) ? connected[node.operator] : undefined;
      // `a || 'default'` hands out a default: what is told in its place is mostly not asked.
      if (sign && !isLiteral(node.right))
        operatorChange(changes, node.left, node.right, node.operator, sign, text, false);
      break;
    }
    case 'ReturnStatement':
      if (node.argument) returned(node.argument, text, changes);
      break;
    case 'ExpressionStatement': {
      const call = node.expression.type === 'AwaitExpression' ? node.expression.argument : node.expression;
      if (call.type !== 'CallExpression') break;
      const callee = calleeText(call.callee);
      if (!quiet.test(callee) && !answers.test(callee) && !isAnswer(call)) change(changes, node, ';', true);
      break;
    }
    case 'CallExpression':
      if (!saysStatus.test(calleeText(node.callee))) break;
      for (const argument of node.arguments) {
        if (argument.type === 'NumericLiteral' && argument.value >= 200 && argument.value < 600) {
          change(changes, argument, String(argument.value + 1), true);
        }
      }
      break;
    default:
      break;
  }
}

function returned(value: Node, text: string, changes: Change[]): void {
  const other = otherThan(value);
  if (other !== null && other !== text.slice(value.start ?? 0, value.end ?? 0)) {
    change(changes, value, other, true);
  }
}

/** What to return in the place of a value; null where that says nothing. */
function otherThan(value: Node): string | null {
  switch (value.type) {
    case 'BooleanLiteral':
      return String(!value.value);
    case 'NumericLiteral':
      return String(value.value + 1);
    case 'StringLiteral':
      return "'andon'";
    case 'ArrayExpression':
      return '[]';
    // Nothing in the place of what hands out an answer would leave the test waiting.
    case 'AwaitExpression':
      return otherThan(value.argument) === null ? null : 'null';
    case 'ConditionalExpression':
      return otherThan(value.consequent) === null && otherThan(value.alternate) === null ? null : 'null';
    case 'Identifier':
      return value.name === 'undefined' ? null : 'null';
    case 'CallExpression': {
      const callee = calleeText(value.callee);
      return quiet.test(callee) || answers.test(callee) || isAnswer(value) ? null : 'null';
    }
    default:
      return /Function|Class|Assignment|Update|JSX|Null|^TS/.test(value.type) || isVoid(value)
        ? null
        : 'null';
  }
}

function isVoid(value: Node): boolean {
  return value.type === 'UnaryExpression' && value.operator === 'void';
}

/** A function of the service that is handed the response: it may be what answers. */
function isAnswer(call: Extract<Node, { type: 'CallExpression' }>): boolean {
  return call.arguments.some(
    (argument) => argument.type === 'Identifier' && /^(?:res|resp|response|reply)$/.test(argument.name),
  );
}

function negated(test: Node, text: string): string {
  if (test.type === 'UnaryExpression' && test.operator === '!') return `(${sourceOf(test.argument, text)})`;
  return `!(${sourceOf(test, text)})`;
}

function change(changes: Change[], node: Node, text: string, strong: boolean): void {
  if (node.start == null || node.end == null) return;
  changes.push({ edit: { from: node.start, to: node.end, text }, line: lineOf(node), strong });
}

function operatorChange(
  changes: Change[],
  left: Node,
  right: Node,
  operator: string,
  other: string,
  text: string,
  strong: boolean,
): void {
  const at = text.indexOf(operator, left.end ?? 0);
  if (at < 0 || at >= (right.start ?? 0)) return;
  changes.push({ edit: { from: at, to: at + operator.length, text: other }, line: lineOf(left), strong });
}

function sourceOf(node: Node, text: string): string {
  return text.slice(node.start ?? 0, node.end ?? 0);
}

function isText(node: Node): boolean {
  if (node.type === 'BinaryExpression') return isText(node.left) || isText(node.right);
  return node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
}

function isLiteral(node: Node): boolean {
  if (node.type === 'ObjectExpression') return node.properties.length === 0;
  if (node.type === 'ArrayExpression') return node.elements.length === 0;
  return (
    isText(node) || /Literal$/.test(node.type) || (node.type === 'Identifier' && node.name === 'undefined')
  );
}

function calleeText(callee: Node): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'Import') return 'import';
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return '';
  const { object, property } = callee;
  const base = object.type === 'ThisExpression' ? 'this' : calleeText(object);
  const head = base.split('.')[0] ?? '';
  if (/^(?:console|log|logger|process)$/.test(head)) return head;
  return `${base}.${property.type === 'Identifier' ? property.name : ''}`;
}
