import type { JavaScript, Node } from '../../syntax/parse-javascript.ts';
import { walk } from '../../syntax/walk.ts';

/** A name of a file that comes from a module. `imported` is `default`, `*`, or the name there. */
type Binding = { readonly local: string; readonly from: string; readonly imported: string };

export type Usage = {
  readonly bindings: readonly Binding[];
  /** Functions by which it asserts: `module`, the export, the method on it (null: called itself). */
  readonly assertions: readonly {
    readonly from: string;
    readonly imported: string;
    readonly method: string | null;
  }[];
  /** Names of matchers called on `expect(…)`, `to` for chai's chains, most used first. */
  readonly matchers: readonly string[];
  /** Where `expect` comes from; null: global. */
  readonly expectFrom: string | null;
  /** Names, its own or from its own helpers, that are called at the top as (text, function): its way to register tests. */
  readonly wrappers: readonly string[];
};

const assertModules = /^(?:node:)?assert(?:\/strict)?$|^chai$/;
const groups = /^(?:describe|suite|context)$/;
const hooks = /^(?:before|after|beforeEach|afterEach|beforeAll|afterAll|setup|teardown)$/;
const registers = /^(?:test|it|specify)/i;

/** How a test file registers its tests and asserts, by its syntax. */
export function usageOf({ program }: JavaScript): Usage {
  const bindings = bindingsOf(program);
  const byLocal = new Map(bindings.map((binding) => [binding.local, binding]));
  const assertions = new Map<string, Usage['assertions'][number]>();
  const matchers = new Map<string, number>();
  const wrappers = new Set<string>();
  walk(program, (node, parents) => {
    if (node.type !== 'CallExpression') return undefined;
    const { callee } = node;
    const [root, method] = rootOf(callee);
    const binding = root === undefined ? undefined : byLocal.get(root);
    if (binding && assertModules.test(binding.from) && binding.imported !== 'expect') {
      assertions.set(`${binding.from} ${binding.imported} ${method}`, { ...binding, method });
    }
    const matcher = matcherOf(callee);
    if (matcher) matchers.set(matcher, (matchers.get(matcher) ?? 0) + 1);
    if (callee.type === 'Identifier' && registersTest(node.arguments, parents)) {
      const own = binding ? binding.from.startsWith('.') : declares(program, callee.name);
      if (own && registers.test(callee.name) && !groups.test(callee.name) && !hooks.test(callee.name)) {
        wrappers.add(callee.name);
      }
    }
    return undefined;
  });
  return {
    bindings,
    assertions: [...assertions.values()],
    matchers: [...matchers].sort((a, b) => b[1] - a[1]).map(([name]) => name),
    expectFrom: byLocal.get('expect')?.from ?? null,
    wrappers: [...wrappers],
  };
}

function bindingsOf(program: JavaScript['program']): Binding[] {
  const found: Binding[] = [];
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') {
      const from = statement.source.value;
      for (const specifier of statement.specifiers) {
        const local = specifier.local.name;
        if (specifier.type === 'ImportDefaultSpecifier') found.push({ local, from, imported: 'default' });
        else if (specifier.type === 'ImportNamespaceSpecifier') found.push({ local, from, imported: '*' });
        else found.push({ local, from, imported: keyName(specifier.imported) });
      }
    } else if (statement.type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations) found.push(...requiredBy(id, init ?? null));
    }
  }
  return found;
}

/** `const x = require('m')`, `const x = require('m').y`, `const { y: x } = require('m')`. */
function requiredBy(id: Node, init: Node | null): Binding[] {
  const member = init?.type === 'MemberExpression' ? init : null;
  const from = requireOf(member ? member.object : init);
  if (from === null) return [];
  if (id.type === 'Identifier') {
    return [{ local: id.name, from, imported: member ? keyName(member.property) : 'default' }];
  }
  if (id.type !== 'ObjectPattern') return [];
  return id.properties.flatMap((property) =>
    property.type === 'ObjectProperty' && property.value.type === 'Identifier'
      ? [{ local: property.value.name, from, imported: keyName(property.key) }]
      : [],
  );
}

function requireOf(node: Node | null): string | null {
  if (node?.type !== 'CallExpression' || node.callee.type !== 'Identifier') return null;
  const [first] = node.arguments;
  return node.callee.name === 'require' && first?.type === 'StringLiteral' ? first.value : null;
}

function keyName(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'StringLiteral' ? node.value : '';
}

/** `a.b.c(…)` → `a`, `c`; `a(…)` → `a`, null. */
function rootOf(callee: Node): [string | undefined, string | null] {
  if (callee.type === 'Identifier') return [callee.name, null];
  if (callee.type !== 'MemberExpression') return [undefined, null];
  const [root] = rootOf(callee.object);
  return [root, keyName(callee.property)];
}

/** `expect(x).toBe(…)`, `expect(x).not.toBe(…)`, `await expect(x).resolves.toBe(…)`: `toBe`; chai's chains: `to`. */
function matcherOf(callee: Node): string | null {
  if (callee.type !== 'MemberExpression') return null;
  const names: string[] = [];
  let node: Node = callee;
  while (node.type === 'MemberExpression') {
    names.unshift(keyName(node.property));
    node = node.object;
  }
  const [root, method] = node.type === 'CallExpression' ? rootOf(node.callee) : [undefined, null];
  if (root !== 'expect' || method !== null) return null;
  return names[0] === 'to' ? 'to' : (names.at(-1) ?? null);
}

function registersTest(args: readonly Node[], parents: readonly Node[]): boolean {
  const [title, body] = args;
  const named = title?.type === 'StringLiteral' || title?.type === 'TemplateLiteral';
  const isFunction = body?.type === 'ArrowFunctionExpression' || body?.type === 'FunctionExpression';
  return (
    named && isFunction && args.length === 2 && parents.every((parent) => !insideFunction(parent, parents))
  );
}

/** Inside a function that is not the body of a group. */
function insideFunction(node: Node, parents: readonly Node[]): boolean {
  if (!/Function|Method/.test(node.type)) return false;
  const call = parents[parents.indexOf(node) - 1];
  if (call?.type !== 'CallExpression') return true;
  const [root] = rootOf(call.callee);
  return root === undefined || !groups.test(root);
}

function declares(program: JavaScript['program'], name: string): boolean {
  return program.body.some((statement) => {
    if (statement.type === 'FunctionDeclaration') return statement.id?.name === name;
    return (
      statement.type === 'VariableDeclaration' &&
      statement.declarations.some(({ id }) => id.type === 'Identifier' && id.name === name)
    );
  });
}
