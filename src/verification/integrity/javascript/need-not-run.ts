import { type Node, parseJavaScript } from '../../syntax/parse-javascript.ts';
import { childrenOf, walk } from '../../syntax/walk.ts';
import { chainOf, isFunction, nameOf } from './chain.ts';
import { literalsIn, namesIn, plainText } from './literals.ts';
import { heard } from './test-words.ts';

const platform =
  /process\.(?:platform|arch|versions?\b|getuid|geteuid)|\bos\.(?:platform|type|release|arch|EOL)\b|is(?:Windows|Mac|Linux)|win32|darwin/;
const toleratedErrors = /^(?:E[A-Z]{3,}|ERR_\w+|\w*(?:Abort|Timeout)\w*)$/;
const errorEvents = /^(?:error|clientError|uncaughtException|unhandledRejection|timeout|abort)$/;

/**
 * Whether an assertion at a place of a JavaScript or TypeScript text may stay unmade in a good test: under a condition on the
 * platform, in the handler of an error that may come or of an event that must not, where a poll gave up, for an optional
 * parameter of a helper.
 */
export function needNotRun(path: string, text: string): (at: number) => boolean {
  const parsed = parseJavaScript(path, text);
  if (!parsed) return () => false;
  return (at) => {
    const around = nodesAround(parsed.program, at);
    return around.some((node, index) => excuses(node, around, index, text));
  };
}

/** The nodes that hold a place, outermost first. */
function nodesAround(root: Node, at: number): Node[] {
  const found: Node[] = [root];
  for (let node: Node | undefined = root; node; ) {
    const inside: Node | undefined = childrenOf(node).find(
      (child) => (child.start ?? 0) <= at && at < (child.end ?? 0),
    );
    if (inside) found.push(inside);
    node = inside;
  }
  return found;
}

function excuses(node: Node, around: readonly Node[], index: number, text: string): boolean {
  const below = around[index + 1];
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return (
        below !== node.test &&
        (platform.test(plainText(text, node.test)) || isOptional(node, around.slice(0, index)))
      );
    case 'LogicalExpression':
      return below === node.right && platform.test(plainText(text, node.left));
    case 'CatchClause':
      return literalsIn([node]).some((one) => toleratedErrors.test(one));
    case 'CallExpression':
      return isFunction(below) && isErrorHandler(node, below);
    case 'BlockStatement':
      return gaveUp(node, below, around.slice(0, index));
    default:
      return false;
  }
}

function isErrorHandler(call: Extract<Node, { type: 'CallExpression' }>, handler: Node): boolean {
  const name = chainOf(call).at(-1)?.name ?? '';
  if (/^(?:on|once|addEventListener)$/.test(name) && call.arguments[0])
    return errorEvents.test(nameOf(call.arguments[0]));
  return name === 'catch' && literalsIn([handler]).some((one) => toleratedErrors.test(one));
}

/** After a loop that returns when it has what it waits for, in a helper: what follows tells why it gave up. */
function gaveUp(
  block: Extract<Node, { type: 'BlockStatement' }>,
  below: Node | undefined,
  parents: readonly Node[],
) {
  const before = block.body.filter((one) => (one.end ?? 0) <= (below?.start ?? 0));
  const polls = before.some((one) => isLoop(one) && returns(one));
  const registers = parents.some(
    (one, index) =>
      one.type === 'CallExpression' && parents[index + 1] === parents.at(-1) && heard(chainOf(one)),
  );
  return polls && !registers;
}

function isLoop(node: Node): boolean {
  return /^(?:For|While|DoWhile)\w*Statement$/.test(node.type);
}

function returns(loop: Node): boolean {
  let found = false;
  walk(loop, (node) => {
    if (node.type === 'ReturnStatement') found = true;
    return !isFunction(node);
  });
  return found;
}

/** `if (body) …` and nothing else: a helper looks at a parameter that may be left out. */
function isOptional(
  node: Extract<Node, { type: 'IfStatement' | 'ConditionalExpression' }>,
  parents: readonly Node[],
): boolean {
  if (node.type === 'ConditionalExpression' || node.alternate) return false;
  const run = parents.findLast((one) => isFunction(one) || one.type === 'FunctionDeclaration');
  const isHelper =
    run !== undefined &&
    !parents.some(
      (one, index) => one.type === 'CallExpression' && parents[index + 1] === run && heard(chainOf(one)),
    );
  if (!isHelper || (!isFunction(run) && run.type !== 'FunctionDeclaration')) return false;
  const plain = /^(?:Identifier|MemberExpression|UnaryExpression|BinaryExpression)$/.test(node.test.type);
  const isValue = literalsIn([node.test]).some((one) => one !== 'undefined' && one !== 'null');
  const given = new Set(run.params.flatMap((one) => namesIn([one])));
  const [name] = namesIn([node.test]);
  return plain && !isValue && name !== undefined && given.has(name);
}
