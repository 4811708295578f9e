import { type Node, parseJavaScript } from '../../syntax/parse-javascript.ts';
import { lineOf, walk } from '../../syntax/walk.ts';
import type { Chosen, Datum } from '../suite-facts.ts';
import { chainOf, nameOf } from './chain.ts';
import { numberOf } from './literals.ts';

type Value = string | number;
type Values = { readonly chosen: readonly Chosen[]; readonly ownWords: readonly string[] };

/** The values by which a source decides: what conditions compare with, what is looked for in a list, keys of tables. */
export function chosenValues(path: string, text: string): Values {
  const parsed = parseJavaScript(path, text);
  if (!parsed) return { chosen: [], ownWords: [] };
  const chosen: Chosen[] = [];
  const ownWords = new Set<string>();
  const constants = constantsOf(parsed.program);
  const taken = new Set<Node>();
  const add = (node: Node, values: readonly Value[]) => {
    if (values.length > 0) chosen.push({ line: lineOf(node), values: [...values] });
  };
  walk(parsed.program, (node) => {
    if (node.type === 'MemberExpression' && !node.computed) ownWords.add(nameOf(node.property));
    if (node.type === 'ObjectProperty' && node.key.type === 'Identifier') ownWords.add(node.key.name);
    if (node.type === 'NewExpression')
      for (const one of node.arguments) if (one.type === 'StringLiteral') ownWords.add(one.value);
    if (node.type === 'SwitchStatement')
      add(
        node,
        node.cases.flatMap((one) => (one.test ? literalValue(one.test, constants) : [])),
      );
    else if (isCondition(node) && !taken.has(node)) {
      // One condition is looked at as a whole: `a === 'x' || a === 'y'`.
      walk(node, (one) => {
        taken.add(one);
        return undefined;
      });
      add(node, compared(node, constants));
    } else if (node.type === 'ObjectExpression') {
      const keys = node.properties.flatMap((one) =>
        one.type === 'ObjectProperty' && !one.computed ? keyOf(one.key) : [],
      );
      if (keys.length >= 4 && keys.every((key) => typeof key === 'number')) add(node, keys);
    } else if (node.type === 'NewExpression' && nameOf(node.callee) === 'Map') add(node, mapKeys(node));
    return undefined;
  });
  return { chosen, ownWords: [...ownWords].filter((word) => word !== '') };
}

function isCondition(node: Node): boolean {
  if (node.type === 'LogicalExpression') return true;
  if (node.type === 'BinaryExpression') return /^[!=]==?$/.test(node.operator);
  return (
    node.type === 'CallExpression' && /^(?:includes|has|test|indexOf)$/.test(chainOf(node).at(-1)?.name ?? '')
  );
}

/** What a whole condition compares with; messages and kinds of errors, which the program names itself, are left out. */
function compared(condition: Node, constants: ReadonlyMap<string, Node>): Value[] {
  const found: Value[] = [];
  walk(condition, (node) => {
    if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator)) {
      const sides = [node.left, node.right];
      const isOwn = sides.some(
        (side) =>
          (side.type === 'UnaryExpression' && side.operator === 'typeof') ||
          /^(?:message|name|code|type|method|constructor|syscall|event|signal|status|statusCode|NODE_ENV)$/.test(
            chainOf(side).at(-1)?.name ?? '',
          ),
      );
      if (!isOwn) found.push(...sides.flatMap((side) => literalValue(side, constants)));
    }
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      const method = nameOf(node.callee.property);
      const on = resolved(node.callee.object, constants);
      if (/^(?:includes|indexOf|has)$/.test(method)) found.push(...listOf(on, constants));
      if (method === 'test' && on.type === 'RegExpLiteral') found.push(...wordsOfPattern(on.pattern));
    }
    return undefined;
  });
  return found;
}

function constantsOf(program: Node): Map<string, Node> {
  const found = new Map<string, Node>();
  walk(program, (node) => {
    if (node.type === 'VariableDeclaration' && node.kind === 'const')
      for (const one of node.declarations)
        if (one.init && one.id.type === 'Identifier') found.set(one.id.name, one.init);
    return undefined;
  });
  return found;
}

function resolved(node: Node, constants: ReadonlyMap<string, Node>): Node {
  return node.type === 'Identifier' ? (constants.get(node.name) ?? node) : node;
}

function listOf(node: Node, constants: ReadonlyMap<string, Node>): Value[] {
  const list = node.type === 'NewExpression' && node.arguments[0] ? node.arguments[0] : node;
  if (list.type !== 'ArrayExpression') return [];
  return list.elements.flatMap((one) => (one ? literalValue(one, constants) : []));
}

function literalValue(node: Node, constants: ReadonlyMap<string, Node>): Value[] {
  const is = resolved(node, constants);
  const number = numberOf(is);
  if (number !== null) return [number];
  if (is.type === 'StringLiteral') return [is.value];
  return is.type === 'TemplateLiteral' && is.expressions.length === 0 ? [nameOf(is)] : [];
}

function keyOf(key: Node): Value[] {
  if (key.type === 'NumericLiteral') return [key.value];
  if (key.type === 'StringLiteral')
    return [/^\d+(?:\.\d+)?$/.test(key.value) ? Number(key.value) : key.value];
  return key.type === 'Identifier' ? [key.name] : [];
}

function mapKeys(node: Extract<Node, { type: 'NewExpression' }>): Value[] {
  const [list] = node.arguments;
  if (list?.type !== 'ArrayExpression') return [];
  return list.elements.flatMap((one) =>
    one?.type === 'ArrayExpression' && one.elements[0] ? literalValue(one.elements[0], new Map()) : [],
  );
}

function wordsOfPattern(pattern: string): string[] {
  const bare = pattern.replace(/^\^|\$$|\\[bs][*+]?/g, '').replace(/^\((?:\?:)?|\)$/g, '');
  return /^[\p{L}\d |_-]+$/u.test(bare) ? bare.split('|') : [];
}

/** The values written in a test; what stands in paths, queries and JSON texts of it too. */
export function dataIn(path: string, text: string): Datum[] {
  const parsed = parseJavaScript(path, text);
  if (!parsed) return [];
  const found: Datum[] = [];
  walk(parsed.program, (node) => {
    if (node.type.startsWith('Import')) return false;
    const line = lineOf(node);
    if (node.type === 'NumericLiteral') found.push({ line, value: node.value });
    const said =
      node.type === 'StringLiteral' ? node.value : node.type === 'TemplateElement' ? node.value.raw : null;
    if (said !== null) found.push(...partsOf(said).map((value) => ({ line, value })));
    return undefined;
  });
  return found;
}

/** A text, and where it is a path, a query or JSON, what stands in it. */
function partsOf(said: string): Value[] {
  const numbers = (said.match(/(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])/g) ?? []).map(Number);
  const parts = /[/?={"]/.test(said) ? said.split(/[/?&={}":,[\]]+/).map(decoded) : [];
  return [...new Set([said, ...parts.map((part) => part.trim()), ...numbers])].filter((one) => one !== '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return part;
  }
}
