import type { Node } from '../../syntax/parse-javascript.ts';
import { lineOf, walk } from '../../syntax/walk.ts';
import { chainOf, isFunction, nameOf } from '../javascript/chain.ts';
import { literalsIn, namesIn, numberOf } from '../javascript/literals.ts';
import type { Finding } from '../suite-facts.ts';

type Add = (node: Node, kind: Finding['class'], what: string, instead: string) => void;

const runnerVariable =
  /^(?:NODE_TEST_CONTEXT|VITEST(?:_\w+)?|JEST_WORKER_ID|MOCHA_\w+|NODE_V8_COVERAGE|NYC_\w+|PYTEST_\w+|COVERAGE_RUN|COVERAGE_PROCESS_START|COV_CORE_\w+)$/;
const tellsRunner =
  /(?:^|[^a-z])(?:tests?|pytest|vitest|jest|mocha|andon|verif\w*|clean-?room|bwrap|test[-_]runner|coverage)(?:[^a-z]|$)/i;
const readsFiles = /\b(?:readdir|readFile|glob|opendir|createReadStream)/;
const same = 'behave the same in tests and in service';

/** Lines of a source that find out who runs it: variables, arguments, paths and stacks looked through for a test runner, the release. */
export function looksAround(program: Node, text: string, add: Add): void {
  const told = new Set<number>();
  const tell = (node: Node, what: string) => {
    if (told.has(lineOf(node))) return;
    told.add(lineOf(node));
    add(node, 'tampering', what, same);
  };
  const around = namesFrom(
    program,
    text,
    /process\.(?:argv0?|execArgv|title|cwd\(\))|import\.meta\.(?:url|dirname|filename)|\b__dirname\b|\b__filename\b|(?:require\.main|module\.parent)\??\.filename|require\.cache|\.stack\b|Object\.(?:keys|entries)\(process\.env\)/,
  );
  const release = namesFrom(program, text, /process\.env\??\.?\[?['"]?ANDON_RELEASE/);
  walk(program, (node, parents) => {
    const name = joined(node);
    if (name !== null && runnerVariable.test(name) && !isShown(parents))
      tell(node, `the source looks whether it is being tested (${name})`);
    if (node.type === 'CallExpression' && looksThrough(node, text, around))
      tell(node, 'the source looks through its arguments, path or stack for who runs it');
    const test = conditionOf(node);
    if (
      test &&
      isFrom(test, text, release) &&
      !shows(node, release) &&
      !literalsIn([test]).includes('verification')
    )
      tell(test, 'the source decides by ANDON_RELEASE');
    return undefined;
  });
}

/** A text that is written, or put together of texts. */
function joined(node: Node): string | null {
  if (node.type === 'StringLiteral') return node.value;
  // `process.env.VITEST`, `const { VITEST } = process.env`: no other name is written in capitals like this.
  if (node.type === 'Identifier') return /^[A-Z]\w*[A-Z]$/.test(node.name) ? node.name : null;
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    const [left, right] = [joined(node.left), joined(node.right)];
    return left === null || right === null ? null : left + right;
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null;
  const list = node.callee.object;
  if (nameOf(node.callee.property) !== 'join' || list.type !== 'ArrayExpression') return null;
  const parts = list.elements.map((one) => (one ? joined(one) : null));
  return parts.every((one) => one !== null)
    ? parts.join(node.arguments[0] ? nameOf(node.arguments[0]) : ',')
    : null;
}

/** A variable of a runner that is taken out of what a child gets is not looked at. */
function isShown(parents: readonly Node[]): boolean {
  return parents.some((one) => one.type === 'UnaryExpression' && one.operator === 'delete');
}

/** Names that stand for something whose text is like the pattern. */
function namesFrom(
  program: Node,
  text: string,
  pattern: RegExp,
): { readonly pattern: RegExp; readonly names: ReadonlySet<string> } {
  const names = new Set<string>();
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator' && node.init && !isFunction(node.init)) {
      const init = text.slice(node.init.start ?? 0, node.init.end ?? 0);
      if (pattern.test(init) && init.length < 300 && !readsFiles.test(init))
        for (const name of namesIn([node.id])) names.add(name);
    }
    return undefined;
  });
  return { pattern, names };
}

type From = ReturnType<typeof namesFrom>;

function isFrom(node: Node, text: string, { pattern, names }: From): boolean {
  return (
    pattern.test(text.slice(node.start ?? 0, node.end ?? 0)) ||
    namesIn([node]).some((name) => names.has(name))
  );
}

function looksThrough(node: Extract<Node, { type: 'CallExpression' }>, text: string, around: From): boolean {
  const method = chainOf(node).at(-1)?.name ?? '';
  if (node.callee.type !== 'MemberExpression') return false;
  const on = node.callee.object;
  if (method === 'test' && on.type === 'RegExpLiteral')
    return tellsRunner.test(on.pattern) && node.arguments.some((one) => isPlace(one, text, around));
  if (!/^(?:includes|indexOf|some|find|match|search|startsWith|endsWith|filter)$/.test(method)) return false;
  const said = literalsIn(node.arguments).filter(
    (one) => !/^--(?!test(?:-(?:reporter|name|only|concurrency)|$))/.test(one),
  );
  return said.some((one) => tellsRunner.test(one)) && isPlace(on, text, around);
}

/** Arguments, a path or a stack itself; not the files that lie there. */
function isPlace(node: Node, text: string, { pattern, names }: From): boolean {
  const written = text.slice(node.start ?? 0, node.end ?? 0);
  if (readsFiles.test(written)) return false;
  return pattern.test(written) || names.has(chainOf(node)[0]?.name ?? '');
}

function conditionOf(node: Node): Node | null {
  if (node.type === 'IfStatement' || node.type === 'ConditionalExpression' || node.type === 'WhileStatement')
    return node.test;
  return node.type === 'LogicalExpression' && node.operator === '&&' ? node.left : null;
}

/** What hangs on the release only shows it: `if (release) headers['x-release'] = release`. */
function shows(node: Node, { names }: From): boolean {
  const parts =
    node.type === 'IfStatement' || node.type === 'ConditionalExpression'
      ? [node.consequent, ...(node.alternate ? [node.alternate] : [])]
      : node.type === 'LogicalExpression'
        ? [node.right]
        : [];
  return namesIn(parts).some((name) => names.has(name) || name === 'ANDON_RELEASE');
}

const loopback =
  /^(?:::ffff:)?127\.|^::1$|^localhost$|^(?:undici|node(?:-fetch)?|python-requests|Python-urllib|curl)\b/i;
const caller = /remoteAddress|localAddress|x-forwarded|forwarded|user-agent|headers\.host|\bip\b/i;

const forwarded = /['"](?:x-forwarded-(?:for|host)|forwarded|via|x-real-ip)['"]|headers\.forwarded\b/;

/** A refusal that hangs on who asks: another answer for the machine itself, or behind a gateway, than for everybody else. */
export function dependsOnCaller(program: Node, text: string, add: Add): void {
  const written = (node: Node) => text.slice(node.start ?? 0, node.end ?? 0);
  const from = namesFrom(
    program,
    text,
    /remoteAddress|localAddress|['"]x-forwarded|['"]user-agent|headers\.host\b/,
  );
  const what = 'refuses, or does not, by the address, gateway or program that asks';
  const tell = (node: Node) => add(node, 'work', what, 'answer everybody by the same rules');
  walk(program, (node) => {
    if (isPresence(node) && forwarded.test(written(node))) {
      tell(node);
      return false;
    }
    if (node.type !== 'IfStatement' && node.type !== 'LogicalExpression') return undefined;
    const asks = node.type === 'IfStatement' ? node.test : node.left;
    const then = node.type === 'IfStatement' ? node.consequent : node.right;
    const compares =
      literalsIn([asks]).some((one) => loopback.test(one)) &&
      (caller.test(written(asks)) || isFrom(asks, text, from));
    const present =
      node.type === 'IfStatement' && forwarded.test(written(asks)) && !forwarded.test(written(then));
    if (!(compares || present) || (node.type === 'IfStatement' && !refuses(then))) return undefined;
    tell(node);
    return false;
  });
}

/** Whether something is there at all: `Boolean(x)`, `!!x`, `'x' in y`. */
function isPresence(node: Node): boolean {
  if (node.type === 'CallExpression') return nameOf(node.callee) === 'Boolean';
  if (node.type === 'BinaryExpression') return node.operator === 'in';
  const not = (one: Node) => one.type === 'UnaryExpression' && one.operator === '!';
  return node.type === 'UnaryExpression' && not(node) && not(node.argument);
}

function refuses(node: Node): boolean {
  let found = false;
  walk(node, (one) => {
    const value = numberOf(one);
    if (one.type === 'ThrowStatement' || (value !== null && value >= 400 && value < 600)) found = true;
    return undefined;
  });
  return found;
}
