import type { JavaScript, Node } from '../../syntax/parse-javascript.ts';
import { lineOf, walk } from '../../syntax/walk.ts';
import type { FileFacts } from '../suite-facts.ts';
import type { AssertNames } from './assertions.ts';
import { chainOf, isFunction, nameOf } from './chain.ts';
import { rowsOf } from './test-words.ts';

type Program = JavaScript['program'];
const assertModules =
  /^(?:node:)?assert(?:\/strict)?$|^(?:chai|power-assert|should|tap|ava|tape|uvu\/assert|expect)$/;

/** Before the name of what a file starts rather than loads. */
export const started = 'started:';

/** Modules a file names, statically or by `require` and `import()`. */
export function importsOf(program: Program): string[] {
  const found = new Set<string>();
  walk(program, (node) => {
    if ('source' in node && node.source?.type === 'StringLiteral') found.add(node.source.value);
    if (node.type === 'CallExpression' && node.arguments[0]) {
      const names = chainOf(node).map((link) => link.name);
      const last = names.at(-1) ?? '';
      const value = nameOf(node.arguments[0]);
      if (node.callee.type === 'Import' || last === 'require' || last === 'import') found.add(value);
      // What is started is named too, told apart from what is loaded.
      if (/^(?:spawn|fork|execFile|URL|Worker|resolve|join)$/.test(last)) found.add(`${started}${value}`);
    }
    return undefined;
  });
  return [...found];
}

/** What the file calls its assertion libraries. */
export function assertNamesOf(program: Program): AssertNames {
  const objects = new Set(['assert', 't', 'tap', 'chai']);
  const functions = new Map<string, string>();
  walk(program, (node) => {
    if (node.type === 'ImportDeclaration' && assertModules.test(node.source.value)) {
      for (const specifier of node.specifiers) {
        if (specifier.type !== 'ImportSpecifier') objects.add(specifier.local.name);
        else remember(nameOf(specifier.imported), specifier.local.name, objects, functions);
      }
    }
    if (node.type === 'VariableDeclarator' && node.init?.type === 'CallExpression') {
      const [called] = chainOf(node.init);
      const isAssert =
        called?.name === 'require' && assertModules.test(nameOf(node.init.arguments[0] ?? node.init));
      if (isAssert && node.id.type === 'Identifier') objects.add(node.id.name);
      if (isAssert && node.id.type === 'ObjectPattern') {
        for (const property of node.id.properties) {
          if (property.type === 'ObjectProperty')
            remember(nameOf(property.key), nameOf(property.value), objects, functions);
        }
      }
    }
    return undefined;
  });
  return { objects, functions };
}

function remember(
  imported: string,
  local: string,
  objects: Set<string>,
  functions: Map<string, string>,
): void {
  if (/^(?:strict|assert|default)$/.test(imported)) objects.add(local);
  else if (!/^(?:expect|should|test|AssertionError)$/.test(imported)) functions.set(local, imported);
}

/** Lengths of the arrays that names of the file stand for. */
export function arraysOf(program: Program): Map<string, number> {
  const found = new Map<string, number>();
  walk(program, (node) => {
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init) return undefined;
    const init = node.init.type === 'TSAsExpression' ? node.init.expression : node.init;
    if (init.type === 'ArrayExpression' || init.type === 'ObjectExpression')
      found.set(node.id.name, rowsOf(init, found));
    return undefined;
  });
  return found;
}

/** Functions and classes at the top of the file. */
export function definedIn(program: Program): FileFacts['defines'] {
  const found: FileFacts['defines'] = [];
  const add = (name: string, node: Node) => {
    const line = lineOf(node);
    found.push({ name, line, lines: (node.loc?.end.line ?? line) - line + 1 });
  };
  for (const statement of program.body) {
    const declared = 'declaration' in statement && statement.declaration ? statement.declaration : statement;
    if ((declared.type === 'FunctionDeclaration' || declared.type === 'ClassDeclaration') && declared.id)
      add(declared.id.name, declared);
    if (declared.type === 'VariableDeclaration') {
      for (const one of declared.declarations)
        if (isFunction(one.init ?? undefined)) add(nameOf(one.id), one);
    }
  }
  return found;
}
