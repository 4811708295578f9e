import type { Node } from '../../syntax/parse-javascript.ts';
import { walk } from '../../syntax/walk.ts';
import { chainOf, isFunction, nameOf } from '../javascript/chain.ts';
import { literalsIn, namesIn, numberOf, plainText } from '../javascript/literals.ts';
import type { Finding } from '../suite-facts.ts';

type Add = (node: Node, kind: Finding['class'], what: string, instead: string) => void;

/** A count below this is a limit somebody may mean, not one that tests do not reach. */
const large = 20;

/** Lines of a source that make a service another one after a while: it ends itself, or a rule holds for the first minutes or requests only. */
export function timeBombs(program: Node, text: string, add: Add): void {
  const starts = startsOf(program, text);
  walk(program, (node, parents) => {
    if (node.type === 'CallExpression') endsLater(node, parents, program, add);
    if (node.type !== 'LogicalExpression' && node.type !== 'IfStatement') return undefined;
    const test = node.type === 'IfStatement' ? node.test : node;
    if (node.type === 'LogicalExpression' && parents.some((one) => one.type === 'LogicalExpression'))
      return undefined;
    const guards = node.type === 'IfStatement' ? throws(node.consequent) : isGuard(parents, node);
    if (!guards) return undefined;
    const late = comparisons(test).find((one) => isElapsed(one, starts, text));
    if (late)
      add(
        late,
        'work',
        'a rule holds only for a time after the start',
        'let it hold as long as the service runs',
      );
    const counted = test.type === 'LogicalExpression' && test.operator === '&&' ? countedIn(test) : undefined;
    if (counted)
      add(
        counted,
        'work',
        `refuses only while \`${plainText(text, counted)}\``,
        'let the rule hold for every request',
      );
    return undefined;
  });
}

/** A timer at the top that ends the process; not in a handler, and not one that is cleared. */
function endsLater(
  node: Extract<Node, { type: 'CallExpression' }>,
  parents: readonly Node[],
  program: Node,
  add: Add,
): void {
  if (!/^set(?:Timeout|Interval)$/.test(chainOf(node)[0]?.name ?? '') || !node.arguments[0]) return;
  if (parents.some((one) => isFunction(one) || /Function|Method/.test(one.type))) return;
  const [run] = node.arguments;
  const ends = chainsIn(run).some((name) => /^process\.(?:exit|kill|abort|reallyExit)$/.test(name));
  const kept = parents.findLast((one) => one.type === 'VariableDeclarator');
  const name = kept?.type === 'VariableDeclarator' ? nameOf(kept.id) : '';
  const cleared = name !== '' && clears(program, name);
  if (ends && !cleared)
    add(
      node,
      'work',
      'the service ends itself after a while',
      'let it run until it is told to end (SIGTERM)',
    );
}

function chainsIn(node: Node): string[] {
  const found: string[] = [];
  walk(node, (one) => {
    if (one.type === 'CallExpression' || one.type === 'MemberExpression')
      found.push(
        chainOf(one)
          .map((link) => link.name)
          .join('.'),
      );
    return undefined;
  });
  return found;
}

function clears(program: Node, name: string): boolean {
  let found = false;
  walk(program, (node) => {
    if (node.type === 'CallExpression' && /^clear(?:Timeout|Interval)$/.test(chainOf(node)[0]?.name ?? ''))
      found ||= namesIn(node.arguments).includes(name);
    return undefined;
  });
  return found;
}

/** Constants at the top that hold when the process began. */
function startsOf(program: Node, text: string): Set<string> {
  const found = new Set<string>();
  walk(program, (node, parents) => {
    const isTop = !parents.some((one) => isFunction(one) || /Function|Method/.test(one.type));
    if (isTop && node.type === 'VariableDeclaration' && node.kind === 'const')
      for (const one of node.declarations)
        if (
          one.init &&
          /^(?:Date\.now\(\)|newDate\(\)|performance\.now\(\)|process\.hrtime.*|process\.uptime\(\))$/.test(
            plainText(text, one.init),
          )
        )
          found.add(nameOf(one.id));
    return !(isFunction(node) || /Function|Method/.test(node.type));
  });
  return found;
}

type Comparison = Extract<Node, { type: 'BinaryExpression' }>;

function comparisons(test: Node): Comparison[] {
  const found: Comparison[] = [];
  walk(test, (node) => {
    if (node.type === 'BinaryExpression' && /^[<>]=?$/.test(node.operator)) found.push(node);
    return !isFunction(node);
  });
  return found;
}

function isElapsed(node: Comparison, starts: ReadonlySet<string>, text: string): boolean {
  const written = plainText(text, node);
  return (
    /process\.uptime\(\)/.test(written) ||
    (/\bnow\(\)|newDate/.test(written) && namesIn([node]).some((name) => starts.has(name)))
  );
}

/** `this.served < 200 && …`: state of the service against a large number. */
function countedIn(test: Node): Comparison | undefined {
  return comparisons(test).find((node) => {
    const [count, bound] = node.operator.startsWith('<') ? [node.left, node.right] : [node.right, node.left];
    const value = numberOf(bound);
    const chain = chainOf(count).map((link) => link.name);
    return (
      value !== null &&
      value >= large &&
      (chain[0] === 'this' || /^(?:state|store|stats|counters?|served|requests)$/.test(chain[0] ?? ''))
    );
  });
}

function isGuard(parents: readonly Node[], node: Node): boolean {
  const parent = parents.at(-1);
  return parent?.type === 'ReturnStatement' && node.type === 'LogicalExpression' && node.operator === '&&';
}

function throws(node: Node): boolean {
  let found = false;
  walk(node, (one) => {
    if (one.type === 'ThrowStatement') found = true;
    return !isFunction(one);
  });
  return found || literalsIn([node]).some((one) => /^4\d\d$/.test(one));
}
