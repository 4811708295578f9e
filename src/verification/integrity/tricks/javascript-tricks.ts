import { type Node, parseJavaScript } from '../../syntax/parse-javascript.ts';
import { lineOf, walk } from '../../syntax/walk.ts';
import { chainOf, isFunction, nameOf } from '../javascript/chain.ts';
import { literalsIn, namesIn, numberOf } from '../javascript/literals.ts';
import { assertNamesOf } from '../javascript/names-of-file.ts';
import type { Finding } from '../suite-facts.ts';
import { equalToAll } from './equal-to-all.ts';
import { dependsOnCaller, looksAround } from './looks-around.ts';
import { handsOn, swallowsAll } from './swallows-all.ts';
import { timeBombs } from './time-bombs.ts';
import { reads } from './watches-tests.ts';

type Add = (node: Node, kind: Finding['class'], what: string, instead: string) => void;
type Seen = {
  readonly isTest: boolean;
  readonly objects: ReadonlySet<string>;
  readonly parents: readonly Node[];
  readonly add: Add;
};

const alone = 'let the tests end by themselves';
const asItIs = 'leave the assertion library and the runner as they are';
const runnerWords = /^(?:test|it|describe|expect|suite|beforeEach|afterEach|before|after)$/;

/** Lines of a JavaScript or TypeScript file that bend the checks. `isTest`: a test, its helper, its configuration. */
export function javascriptTricks(path: string, text: string, isTest: boolean): Finding[] {
  const parsed = parseJavaScript(path, text);
  if (!parsed) return [];
  const found: Finding[] = [];
  const add: Add = (node, kind, what, instead) =>
    found.push({ line: lineOf(node), class: kind, what, instead });
  const { objects } = assertNamesOf(parsed.program);
  const judges = new Set([...objects].filter((name) => name !== 't'));
  walk(parsed.program, (node, parents) => {
    const seen: Seen = { isTest, objects: judges, parents, add };
    if (node.type === 'CallExpression') calls(node, seen);
    if (node.type === 'AssignmentExpression') assigns(node, seen);
    if (node.type === 'StringLiteral') reads(node, node.value, add);
    if (isTest) swallowsAll(node, parents, add);
    equalToAll(node, isTest, add);
    return undefined;
  });
  if (isTest) return found;
  looksAround(parsed.program, text, add);
  dependsOnCaller(parsed.program, text, add);
  timeBombs(parsed.program, text, add);
  return found;
}

function calls(node: Extract<Node, { type: 'CallExpression' }>, seen: Seen): void {
  const { isTest, objects, add } = seen;
  const chain = chainOf(node);
  const name = chain.map((link) => link.name).join('.');
  const [first, second] = node.arguments;
  if (/^(?:process\.(?:exit|reallyExit|abort)|process\.kill)$/.test(name)) ends(node, name, seen);
  if (/^process\.(?:on|once|prependListener|addListener)$/.test(name) && first && second)
    handlers(node, nameOf(first), second, seen);
  if (!isTest) return;
  if (
    name === 'process.removeAllListeners' &&
    (!first || /^(?:exit|beforeExit|uncaughtException|unhandledRejection)$/.test(nameOf(first)))
  )
    add(node, 'work', 'takes the listeners of the test runner away', 'remove only listeners of your own');
  const target = first && chainOf(first)[0]?.name;
  const patches =
    /^(?:Object\.(?:assign|defineProperty|defineProperties)|Reflect\.set|mock\.method|t\.mock\.method|vi\.spyOn|jest\.spyOn|sinon\.stub|sinon\.replace)$/;
  if (patches.test(name) && target !== undefined && (objects.has(target) || runnerWords.test(target))) {
    add(node, 'tampering', `replaces a part of ${target}`, asItIs);
  }
  if (
    /^(?:vi|jest)\.(?:mock|doMock|unstable_mockModule)$/.test(name) &&
    first &&
    /^(?:node:)?(?:assert|test)(?:\/|$)|^(?:vitest|chai|@jest\/globals|expect)$/.test(nameOf(first))
  ) {
    add(node, 'tampering', `replaces ${nameOf(first)}`, asItIs);
  }
  if (/^(?:expect|chai)\.(?:extend|use)$/.test(name)) extended(node, add);
  if (/(?:^|\.)retryTimes$|\.retries$/.test(name) && numberOf(first) !== 0) {
    add(node, 'work', 'runs failing tests again until they pass', 'make the test say the same every time');
  }
  const last = chain.at(-1)?.name ?? '';
  if (/^(?:writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream)$/.test(last)) {
    const words = literalsIn(node.arguments.slice(0, 1)).join('/');
    if (
      /junit[^/]*\.xml|lcov\.info|cobertura|(?:^|\/)(?:test-)?(?:results|report)\.(?:xml|tap)|coverage-final\.json/i.test(
        words,
      )
    ) {
      add(node, 'tampering', `writes a test report itself (${words})`, 'leave reports to the runner');
    }
  }
}

function ends(
  node: Extract<Node, { type: 'CallExpression' }>,
  name: string,
  { isTest, parents, add }: Seen,
): void {
  const code = numberOf(node.arguments[0]);
  if (name === 'process.kill' && !namesIn(node.arguments).includes('pid')) return;
  if (name === 'process.kill' && !/^process,pid|^pid/.test(namesIn(node.arguments.slice(0, 1)).join()))
    return;
  // A signal to itself is how a handler of SIGTERM is tested; SIGKILL has none.
  if (name === 'process.kill' && !literalsIn(node.arguments).some((one) => one === 'SIGKILL' || one === '9'))
    return;
  if (name === 'process.exit' && code !== null && code !== 0) return;
  const inFunction = parents.some(
    (one) => isFunction(one) || one.type === 'FunctionDeclaration' || one.type.endsWith('Method'),
  );
  if (isTest) {
    const inHook = parents.some(
      (one) => one.type === 'CallExpression' && /^after/.test(chainOf(one)[0]?.name ?? ''),
    );
    if (!inHandler(parents) && !inChild(parents))
      add(
        node,
        inHook ? 'work' : 'tampering',
        `${name}() ends the process before the tests are judged`,
        inHook ? 'close what keeps the process alive (servers, timers, connections)' : alone,
      );
  } else if (!inFunction && name !== 'process.kill') {
    const main = parents.some((one) => one.type === 'IfStatement');
    if (!main)
      add(node, 'work', `${name}() runs when the module is loaded`, 'end the process from the entry only');
  }
}

/** Handlers at exit that decide how the run ended, handlers that keep errors from being seen. */
function handlers(node: Node, event: string, handler: Node, { isTest, add }: Seen): void {
  let sets = false;
  walk(handler, (one) => {
    if (
      one.type === 'AssignmentExpression' &&
      chainOf(one.left).at(-1)?.name === 'exitCode' &&
      numberOf(one.right) === 0
    )
      sets = true;
    if (one.type === 'CallExpression' && /^(?:exit|reallyExit)$/.test(chainOf(one).at(-1)?.name ?? '')) {
      if (numberOf(one.arguments[0]) === 0 || one.arguments.length === 0) sets = true;
    }
    return undefined;
  });
  if (/^(?:exit|beforeExit)$/.test(event) && sets) {
    add(
      node,
      'tampering',
      `a handler of \`${event}\` sets the exit status`,
      'let the process end with its own status',
    );
  }
  const isEmpty =
    isFunction(handler) && handler.body.type === 'BlockStatement' && handler.body.body.length === 0;
  if (
    isTest &&
    isFunction(handler) &&
    !handsOn(handler) &&
    /^(?:uncaughtException|unhandledRejection)$/.test(event)
  ) {
    add(
      node,
      isEmpty ? 'tampering' : 'work',
      `keeps every \`${event}\` from being seen`,
      'let errors reach the runner',
    );
  }
}

const builtIn =
  /^(?:toBe|toEqual|toStrictEqual|toMatchObject|toThrow|toContain|toHaveLength|toBeTruthy|toBeFalsy|toBeDefined|toBeNull|toMatch|toBeCloseTo|toHaveProperty|equal|strictEqual|deepEqual)$/;

function extended(node: Extract<Node, { type: 'CallExpression' }>, add: Add): void {
  for (const argument of node.arguments) {
    if (argument.type !== 'ObjectExpression') continue;
    for (const property of argument.properties) {
      if (property.type === 'SpreadElement') continue;
      const name = nameOf(property.key);
      if (builtIn.test(name)) add(property, 'tampering', `replaces the matcher ${name}`, asItIs);
    }
  }
}

function assigns(
  node: Extract<Node, { type: 'AssignmentExpression' }>,
  { isTest, objects, parents, add }: Seen,
): void {
  const chain = chainOf(node.left).map((link) => link.name);
  const [root = '', second = ''] = chain;
  const name = chain.join('.');
  if (
    chain.length > 1 &&
    root !== 'this' &&
    (objects.has(root) || (/^(?:test|it|describe|expect)$/.test(root) && isTest)) &&
    !/^(?:chai\.(?:config|expect)|\w+\.timeout$)/.test(name)
  ) {
    add(node, 'tampering', `replaces ${name}`, asItIs);
  }
  if (/^(?:Object\.is|util\.isDeepStrictEqual|process\.reallyExit|process\.emit)$/.test(name))
    add(node, 'tampering', `replaces ${name}`, asItIs);
  if (!isTest) return;
  if (/^(?:global|globalThis)$/.test(root) && runnerWords.test(second) && isFunction(node.right)) {
    add(node, 'tampering', `replaces ${second}`, asItIs);
  }
  const isCache = root === 'require' && second === 'cache';
  const isLoader = /^(?:Module\._load|Module\.prototype\.require|Module\._resolveFilename|\w+\._load)$/.test(
    name,
  );
  if (isCache || isLoader) {
    const words = [...literalsIn([node]), ...namesIn([node])];
    const aims = words.some((word) =>
      /^(?:node:)?(?:assert|test)(?:\/strict)?$|^(?:vitest|chai|expect|mocha|@jest\/globals)$/.test(word),
    );
    if (aims) add(node, 'tampering', 'replaces the assertion library or the runner behind `require`', asItIs);
  }
  if (name === 'process.exitCode' && numberOf(node.right) === 0 && !inHandler(parents))
    add(node, 'tampering', 'sets the exit status of the test run', alone);
}

/** The part of a test file that its own child runs; in the process of the tests the suite itself shows an early end. */
function inChild(parents: readonly Node[]): boolean {
  const asks = /^(?:argv|env|isMainThread|isPrimary|isMaster|isWorker|send|connected|ppid|parentPort)$/;
  return parents.some(
    (one) => one.type === 'IfStatement' && namesIn([one.test]).some((name) => asks.test(name)),
  );
}

function inHandler(parents: readonly Node[]): boolean {
  return parents.some(
    (one) =>
      one.type === 'CallExpression' &&
      /^process\.(?:on|once)$/.test(
        chainOf(one)
          .map((link) => link.name)
          .join('.'),
      ),
  );
}
