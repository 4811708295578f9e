import type { Node } from '../../syntax/parse-javascript.ts';
import { walk } from '../../syntax/walk.ts';
import { chainOf, isFunction, nameOf } from '../javascript/chain.ts';
import type { Finding } from '../suite-facts.ts';

type Add = (node: Node, kind: Finding['class'], what: string, instead: string) => void;
type Run = Extract<Node, { type: 'ArrowFunctionExpression' | 'FunctionExpression' | 'FunctionDeclaration' }>;

/** A wrapper of tests that runs the function it is given and keeps its failure to itself. */
export function swallowsAll(node: Node, parents: readonly Node[], add: Add): void {
  const isTry = node.type === 'TryStatement' && node.handler !== null && node.handler !== undefined;
  const isCatch =
    node.type === 'CallExpression' &&
    node.callee.type === 'MemberExpression' &&
    nameOf(node.callee.property) === 'catch';
  if (!isTry && !isCatch) return;
  const around = parents.filter(isRun);
  const given = new Set(
    around
      .flatMap((run) => run.params.map(nameOf))
      .filter((name) => name !== '' && name !== 't' && name !== 'call'),
  );
  const tried = node.type === 'TryStatement' ? node.block : node;
  const outer = around[0];
  if (!outer || around.length === 0 || !callsOneOf(tried, given) || around.some(handsOn)) return;
  add(
    node,
    'work',
    'a wrapper of tests keeps their failures to itself',
    'let a failed assertion fail its test',
  );
}

/** Whether a function throws, fails, or keeps an error for somebody. */
export function handsOn(run: Node): boolean {
  let found = false;
  walk(run, (node) => {
    if (node.type === 'ThrowStatement' || (node.type === 'AssignmentExpression' && nameOf(node.right) !== ''))
      found = true;
    if (
      node.type === 'CallExpression' &&
      /^(?:fail|reject|done|exit|push|abort|next)$/.test(chainOf(node).at(-1)?.name ?? '')
    )
      found = true;
    if (node.type === 'AssignmentExpression' && chainOf(node.left).at(-1)?.name === 'exitCode') found = true;
    if (node.type === 'CatchClause' && node.body.body.some((one) => one.type === 'ReturnStatement'))
      found = true;
    return undefined;
  });
  return found;
}

function callsOneOf(tried: Node, given: ReadonlySet<string>): boolean {
  let found = false;
  walk(tried, (node) => {
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && given.has(node.callee.name))
      found = true;
    return undefined;
  });
  return found;
}

function isRun(node: Node): node is Run {
  return isFunction(node) || node.type === 'FunctionDeclaration';
}
