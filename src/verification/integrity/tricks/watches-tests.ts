import type { Node } from '../../syntax/parse-javascript.ts';
import { walk } from '../../syntax/walk.ts';
import { chainOf, nameOf } from '../javascript/chain.ts';
import type { Finding } from '../suite-facts.ts';

type Add = (node: Node, kind: Finding['class'], what: string, instead: string) => void;

const testVariable =
  /^(?:NODE_TEST_CONTEXT|VITEST|VITEST_\w+|JEST_WORKER_ID|MOCHA_\w+|TAP|NODE_V8_COVERAGE)$/;

/** `const { VITEST } = process.env`, `'VITEST' in process.env`. */
export function destructured(program: Node, add: Add): void {
  const isEnv = (node: Node) =>
    chainOf(node)
      .map((link) => link.name)
      .join('.') === 'process.env';
  const tell = (node: Node, name: string) =>
    add(
      node,
      'tampering',
      `the source looks whether it is being tested (${name})`,
      'behave the same in tests and in service',
    );
  walk(program, (node) => {
    if (
      node.type === 'VariableDeclarator' &&
      node.init &&
      isEnv(node.init) &&
      node.id.type === 'ObjectPattern'
    ) {
      const names = node.id.properties.flatMap((one) =>
        one.type === 'ObjectProperty' ? [nameOf(one.key)] : [],
      );
      const [name] = names.filter((one) => testVariable.test(one));
      if (name) tell(node, name);
    }
    if (
      node.type === 'BinaryExpression' &&
      node.operator === 'in' &&
      isEnv(node.right) &&
      testVariable.test(nameOf(node.left))
    ) {
      tell(node, nameOf(node.left));
    }
    return undefined;
  });
}

/** `process.env.VITEST` in a source. */
export function watches(node: Extract<Node, { type: 'MemberExpression' }>, add: Add): void {
  const name = chainOf(node)
    .map((link) => link.name)
    .join('.');
  const [, variable] = name.match(/^process\.env\.(\w+)$/) ?? [];
  if (variable && testVariable.test(variable)) {
    add(
      node,
      'tampering',
      `the source looks whether it is being tested (${variable})`,
      'behave the same in tests and in service',
    );
  }
}

/** A path that says who runs a process. */
export function reads(node: Node, value: string, add: Add): void {
  if (/\/proc\/[^/]+\/(?:cmdline|environ|cgroup|mountinfo)|^\/?cmdline$/.test(value)) {
    add(
      node,
      'tampering',
      `reads ${value.slice(0, 60)} to find out who runs it`,
      'behave the same whoever runs it',
    );
  }
}
