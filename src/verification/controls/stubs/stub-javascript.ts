import { posix } from 'node:path';
import { type JavaScript, type Node, parseJavaScript } from '../../syntax/parse-javascript.ts';
import { walk } from '../../syntax/walk.ts';
import { type Edit, withEdits } from '../edits.ts';
import { type StubMode, stubError } from './stub.ts';

/**
 * A module whose functions end at once when they are called. Names, exports, kinds and signatures stay. While a module is
 * loaded they still work, so that importing it is not what fails; they do not in the file a process was started with.
 * Null when there is no function in it, or it cannot be parsed.
 */
export function stubJavascript(path: string, text: string, mode: StubMode): string | null {
  const parsed = parseJavaScript(path, text);
  if (!parsed) return null;
  // Read by every module of the service: how many of them are being loaded.
  const scope = /\.[cm]?tsx?$/.test(path) ? '(globalThis as any)' : 'globalThis';
  const edits: Edit[] = [];
  walk(parsed.program, (node, parents) => {
    if (mode === 'throw' || !constructsDerived(node, parents)) {
      edits.push(...stubOf(node, text, guardOf(node, mode, scope)));
    }
    return undefined;
  });
  if (edits.length === 0) return null;
  return withEdits(text, [...edits, ...markers(path, parsed, text, scope)]);
}

/** One that has to call `super` before it returns. */
function constructsDerived(node: Node, parents: readonly Node[]): boolean {
  const owner = parents.at(-2);
  return (
    node.type === 'ClassMethod' &&
    node.kind === 'constructor' &&
    owner !== undefined &&
    'superClass' in owner &&
    owner.superClass != null
  );
}

function guardOf(node: Node, mode: StubMode, scope: string): string {
  const until = `if (!(${scope}.andonLoading > 0))`;
  if (mode === 'throw') return `${until} throw new Error('${stubError}');`;
  // An answer that is never sent would keep the tests waiting.
  const answer = 'params' in node ? node.params.map(answerName).find((name) => name !== null) : null;
  const close = answer ? `try { (${answer}.raw ?? ${answer}).destroy(); } catch {} ` : '';
  return `${until} { ${close}return; }`;
}

function answerName(parameter: Node): string | null {
  return parameter.type === 'Identifier' && /^_?(?:res|resp|response|reply|rep)$/.test(parameter.name)
    ? parameter.name
    : null;
}

function stubOf(node: Node, text: string, guard: string): Edit[] {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
    case 'ArrowFunctionExpression': {
      const { body } = node;
      if (body.type !== 'BlockStatement') return arrow(node, body, text, guard);
      const at = body.directives.at(-1)?.end ?? (body.start ?? 0) + 1;
      return [{ from: at, to: at, text: `${body.directives.length > 0 ? ';' : ''} ${guard} ` }];
    }
    default:
      return [];
  }
}

/** `x => value` becomes `x => { guard return (value); }`. */
function arrow(node: Node, body: Node, text: string, guard: string): Edit[] {
  const sign = text.lastIndexOf('=>', signLimit(body));
  if (sign < (node.start ?? 0) || node.end == null) return [];
  return [
    { from: sign + 2, to: sign + 2, text: ` { ${guard} return (` },
    { from: node.end, to: node.end, text: '); }' },
  ];
}

function signLimit(body: Node): number {
  const open = 'extra' in body ? body.extra?.parenStart : undefined;
  return (typeof open === 'number' ? open : (body.start ?? 0)) - 1;
}

function markers(path: string, { program }: JavaScript, text: string, scope: string): Edit[] {
  if (program.body.some((statement) => statement.type === 'ReturnStatement')) return [];
  const from = program.directives.at(-1)?.end ?? program.interpreter?.end ?? 0;
  const counter = `${scope}.andonLoading`;
  const own = JSON.stringify(startedAs(path));
  const started = `String(${scope}.process?.argv?.[1]).split('\\\\').join('/')`;
  const enter = `if (!${own}.some((one) => ${started}.endsWith(one))) ${counter} = (${counter} ?? 0) + 1;`;
  // A module that ends early with an error must not keep the others working.
  const reset = `${scope}.setImmediate?.(() => { ${counter} = 0; });`;
  return [
    { from, to: from, text: `\n;${enter} ${reset}\n` },
    { from: text.length, to: text.length, text: `\n;if (${counter} > 0) ${counter} -= 1;\n` },
  ];
}

/** How the first argument of a process ends that was started with this file. */
function startedAs(path: string): string[] {
  const bare = path.replace(/\.[cm]?[jt]sx?$/, '');
  const names = [`/${path}`, `/${bare}`];
  return posix.basename(bare) === 'index' ? [...names, `/${posix.dirname(path)}`] : names;
}
