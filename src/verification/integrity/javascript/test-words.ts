import type { Node } from '../../syntax/parse-javascript.ts';
import { many } from '../suite-facts.ts';
import { isFunction, nameOf, type Segment } from './chain.ts';

const tests = /^(?:test|it|specify|fit|xit|xtest|xspecify|bench)$/;
const suites = /^(?:describe|suite|context|fdescribe|xdescribe|xcontext)$/;
const hooks =
  /^(?:before|after|beforeEach|afterEach|beforeAll|afterAll|setup|teardown|suiteSetup|suiteTeardown)$/;

export type Heard = {
  readonly kind: 'test' | 'suite' | 'hook';
  readonly title: string;
  readonly off: string | null;
  readonly only: boolean;
  readonly run: Node | undefined;
  /** The table of `.each`, where there is one. */
  readonly table: Node | undefined;
};

/** What a chain of calls registers with a runner: a test, a group, a hook; null for anything else. */
export function heard(chain: readonly Segment[]): Heard | null {
  const [root] = chain;
  const call = chain.at(-1);
  if (!root || !call?.args) return null;
  const words = chain.map((link) => link.name);
  const kind = kindOf(words, call.args);
  if (!kind) return null;
  const [first] = call.args;
  const run = call.args.findLast((node) => isFunction(node)) ?? (kind === 'hook' ? first : call.args[1]);
  const options = call.args.find((node) => node.type === 'ObjectExpression');
  const each = chain.find(
    (link, index) =>
      link.name === '``' || ((link.name === 'each' || link.name === 'for') && index > 0 && link.args),
  );
  const title = kind === 'hook' ? (words.at(-1) ?? '') : titleOf(first);
  return {
    kind,
    title,
    off: offOf(words, options, kind === 'test' && !run),
    only:
      words.includes('only') ||
      words[0] === 'fit' ||
      words[0] === 'fdescribe' ||
      hasOption(options, 'only') !== null,
    run,
    table: each?.args?.[0],
  };
}

function titleOf(node: Node | undefined): string {
  if (!node) return '';
  if (node.type === 'FunctionExpression') return node.id?.name ?? '';
  return nameOf(node) || (node.type === 'BinaryExpression' ? titleOf(node.left) + titleOf(node.right) : '');
}

function kindOf(words: readonly string[], args: readonly Node[]): Heard['kind'] | null {
  const [root = ''] = words;
  const plain = words.filter(
    (word) =>
      !/^(?:skip|only|todo|each|for|concurrent|serial|sequential|fails|failing|skipIf|runIf|``|\(\)|shuffle|extend|timeout)$/.test(
        word,
      ),
  );
  const last = plain.at(-1) ?? '';
  const titled =
    args.length > 0 &&
    (args.length > 1 || isFunction(args[0]) || words.includes('todo') || args[0]?.type.endsWith('Literal'));
  if (plain.length === 1 && tests.test(root)) return titled ? 'test' : null;
  if (plain.length === 1 && suites.test(root)) return titled ? 'suite' : null;
  if (plain.length <= 2 && hooks.test(last) && isFunction(args.find((node) => isFunction(node))))
    return 'hook';
  // `t.test('…', run)`, `QUnit.test`, `test.describe`, but not `/x/.test(text)`.
  if (plain.length === 2 && args.length > 1 && isFunction(args.at(-1))) {
    if (tests.test(last)) return 'test';
    if (suites.test(last)) return 'suite';
  }
  return null;
}

function offOf(words: readonly string[], options: Node | undefined, bare: boolean): string | null {
  const [root = ''] = words;
  if (words.includes('skip') || /^x[a-z]/.test(root)) return 'is skipped';
  if (words.includes('todo')) return 'is only planned';
  if (words.includes('skipIf') || words.includes('runIf')) return 'is skipped under a condition';
  if (words.includes('fails') || words.includes('failing')) return 'is expected to fail';
  const skip = hasOption(options, 'skip') ?? hasOption(options, 'todo') ?? hasOption(options, 'fails');
  if (skip !== null) return `is switched off by \`${skip}\``;
  return bare ? 'has no body' : null;
}

function hasOption(options: Node | undefined, name: string): string | null {
  if (options?.type !== 'ObjectExpression') return null;
  for (const property of options.properties) {
    if (property.type !== 'ObjectProperty' || nameOf(property.key) !== name) continue;
    const { value } = property;
    const isOff = value.type === 'BooleanLiteral' && !value.value;
    if (!isOff && !(value.type === 'Identifier' && value.name === 'undefined')) return name;
  }
  return null;
}

/** How many rows a table has: an array, a name of one in this file, a tagged template; `many` where it cannot be told. */
export function rowsOf(table: Node | undefined, arrays: ReadonlyMap<string, number>): number {
  if (!table) return many;
  switch (table.type) {
    case 'ArrayExpression':
      return table.elements.some((element) => element?.type === 'SpreadElement')
        ? many
        : table.elements.length;
    case 'TemplateLiteral': {
      const columns = (table.quasis[0]?.value.raw.split('\n').find((line) => line.trim() !== '') ?? '').split(
        '|',
      ).length;
      return Math.max(1, Math.floor(table.expressions.length / columns));
    }
    case 'ObjectExpression':
      return table.properties.length;
    case 'Identifier':
      return arrays.get(table.name) ?? many;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return rowsOf(table.expression, arrays);
    case 'CallExpression': {
      // Object.entries(table), table.entries(), table.map(…)
      const inner = table.callee.type === 'MemberExpression' ? table.callee.object : table.callee;
      const first = table.arguments[0];
      if (first && inner.type === 'Identifier' && inner.name === 'Object') return rowsOf(first, arrays);
      return table.callee.type === 'MemberExpression' ? rowsOf(inner, arrays) : many;
    }
    default:
      return many;
  }
}
