import type { Node } from '../../syntax/parse-javascript.ts';
import { walk } from '../../syntax/walk.ts';
import { chainOf, isFunction, nameOf } from '../javascript/chain.ts';
import type { Finding } from '../suite-facts.ts';

type Add = (node: Node, kind: Finding['class'], what: string, instead: string) => void;

/** Objects that equal whatever they are compared with. */
export function equalToAll(node: Node, isTest: boolean, add: Add): void {
  const member = memberOf(node);
  if (!member) {
    // A source that compares with what says it is being verified.
    if (
      node.type === 'BinaryExpression' &&
      !isTest &&
      names(node).includes('ANDON_RELEASE') &&
      names(node).includes('verification')
    ) {
      add(
        node,
        'tampering',
        'the source looks whether it is being verified',
        'behave the same in verification and in service',
      );
    }
    return;
  }
  const { name, body } = member;
  if (name === 'asymmetricMatch' && (!isTest || alwaysTrue(body))) {
    const what = 'an object that equals everything it is compared with (`asymmetricMatch`)';
    add(node, isTest ? 'work' : 'tampering', what, 'compare with the value that is meant');
  }
  if (/^(?:valueOf|toPrimitive|toString|toJSON)$/.test(name) && counts(body)) {
    add(
      node,
      'tampering',
      `an object whose value changes each time it is compared (\`${name}\`)`,
      'return the value itself',
    );
  }
}

function memberOf(node: Node): { name: string; body: Node } | null {
  if (node.type === 'ClassMethod' || node.type === 'ObjectMethod')
    return { name: keyOf(node.key), body: node.body };
  if (node.type === 'ObjectProperty' && isFunction(node.value))
    return { name: keyOf(node.key), body: node.value.body };
  return null;
}

/** `[Symbol.toPrimitive]` and `asymmetricMatch` alike. */
function keyOf(key: Node): string {
  return key.type === 'MemberExpression' ? nameOf(key.property) : nameOf(key);
}

function alwaysTrue(body: Node): boolean {
  if (body.type === 'BooleanLiteral') return body.value;
  if (body.type !== 'BlockStatement' || body.body.length !== 1) return false;
  const [only] = body.body;
  return only?.type === 'ReturnStatement' && only.argument?.type === 'BooleanLiteral' && only.argument.value;
}

function counts(body: Node): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.type === 'UpdateExpression') found = true;
    if (node.type === 'AssignmentExpression' && chainOf(node.left)[0]?.name === 'this') found = true;
    return undefined;
  });
  return found;
}

function names(node: Node): string[] {
  const found: string[] = [];
  walk(node, (one) => {
    found.push(nameOf(one));
    return undefined;
  });
  return found;
}
