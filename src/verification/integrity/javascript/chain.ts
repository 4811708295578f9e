import type { Node } from '../../syntax/parse-javascript.ts';

/** One link of `expect(x).not.toBe(1)`: a name, with its arguments where it is called. */
export type Segment = { readonly name: string; readonly args: readonly Node[] | null };

/** The links of a call or member expression, first to last; what is no name (`(a + b)`) is an empty one. */
export function chainOf(node: Node): Segment[] {
  switch (node.type) {
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression': {
      const chain = chainOf(node.callee);
      const last = chain.pop() ?? { name: '', args: null };
      // `test.each(table)(title, run)`: the second call is a link of its own.
      if (last.args !== null) chain.push(last, { name: '()', args: node.arguments });
      else chain.push({ name: last.name, args: node.arguments });
      return chain;
    }
    case 'TaggedTemplateExpression':
      return [...chainOf(node.tag), { name: '``', args: [node.quasi] }];
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return [...chainOf(node.object), { name: nameOf(node.property), args: null }];
    case 'AwaitExpression':
      return chainOf(node.argument);
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return chainOf(node.expression);
    default:
      return [{ name: nameOf(node), args: null }];
  }
}

/** The innermost expression a chain hangs on. */
export function rootOf(node: Node): Node {
  switch (node.type) {
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
      return rootOf(node.callee);
    case 'TaggedTemplateExpression':
      return rootOf(node.tag);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return rootOf(node.object);
    case 'AwaitExpression':
      return rootOf(node.argument);
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return rootOf(node.expression);
    default:
      return node;
  }
}

/** A name or text a node stands for; empty for anything else. */
export function nameOf(node: Node): string {
  switch (node.type) {
    case 'Identifier':
    case 'JSXIdentifier':
      return node.name;
    case 'StringLiteral':
      return node.value;
    case 'TemplateLiteral':
      return node.quasis.map((quasi) => quasi.value.raw).join('…');
    case 'NumericLiteral':
      return String(node.value);
    case 'ThisExpression':
      return 'this';
    case 'PrivateName':
      return node.id.name;
    default:
      return '';
  }
}

export function isFunction(
  node: Node | undefined,
): node is Extract<Node, { type: 'ArrowFunctionExpression' | 'FunctionExpression' }> {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';
}
