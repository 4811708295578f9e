import { extname } from 'node:path';
import type { TestPlan } from '../../../stack/stack.ts';
import type { Random } from '../../random.ts';
import { type JavaScript, parseJavaScript } from '../../syntax/parse-javascript.ts';
import type { Canary, Injection } from './canary.ts';
import { failingAssert, failingExpect } from './javascript-assertions.ts';
import { type Usage, usageOf } from './javascript-usage.ts';

const mostAssertions = 10;
const nameLength = 14;

/**
 * Canaries for a JavaScript or TypeScript test file: one that throws, one by each way the file itself asserts, one
 * through each helper of its own by which it registers tests. `moduleType` is the `type` of the package it is in.
 */
export function javascriptCanary(
  path: string,
  text: string,
  runner: TestPlan['runner'],
  moduleType: 'module' | 'commonjs',
  random: Random,
): Injection {
  const parsed = parseJavaScript(path, text);
  if (!parsed) return { impossible: 'its syntax is not known' };
  if (parsed.program.body.some((statement) => statement.type === 'ReturnStatement')) {
    return { impossible: 'it returns at the top, so nothing after it is run' };
  }
  const usage = usageOf(parsed);
  const writer = new Writer(isModule(path, parsed, runner, moduleType), random);
  const test = testFunction(runner, usage, text, writer);
  if (!test) return { impossible: 'how it registers tests is not known' };
  const canaries: Canary[] = [];
  const add = (register: string, does: string, body: string, optional = false) => {
    const name = random.word(nameLength);
    writer.line(`${register}('${name}', async () => { ${body}; });`);
    canaries.push({ name, does, ...(optional ? { optional } : {}) });
  };
  add(test, 'throws', "throw new Error('canary')");
  for (const wrapper of usage.wrappers) {
    add(wrapper, `throws, registered by \`${wrapper}\``, "throw new Error('canary')", true);
  }
  for (const call of failingCalls(usage, runner, writer)) add(test, call.does, `await ${call.code}`);
  const ignore = /^\.[cm]?tsx?$/.test(extname(path)) ? '// @ts-ignore\n' : '';
  const lines = writer.lines.map((line) => `${ignore}${line}`).join('\n');
  return { text: `\n${lines}\n`, canaries };
}

function isModule(
  path: string,
  parsed: JavaScript,
  runner: TestPlan['runner'],
  moduleType: 'module' | 'commonjs',
): boolean {
  if (/\.c[jt]s$/.test(path)) return false;
  return parsed.module || /\.m[jt]s$/.test(path) || runner === 'vitest' || moduleType === 'module';
}

/** Lines of canaries, with names of their own for what they take from modules. */
class Writer {
  readonly lines: string[] = [];
  readonly #module: boolean;
  readonly #random: Random;

  constructor(module: boolean, random: Random) {
    this.#module = module;
    this.#random = random;
  }

  line(text: string): void {
    this.lines.push(text);
  }

  /** A fresh name for an export of a module: `default`, `*`, or its name there. */
  take(from: string, imported: string): string {
    const local = this.#random.word(nameLength);
    const whole = imported === 'default' || imported === '*';
    if (!this.#module) this.line(`const ${local} = require('${from}')${whole ? '' : `.${imported}`};`);
    else if (imported === 'default') this.line(`import ${local} from '${from}';`);
    else
      this.line(
        `import ${imported === '*' ? '*' : `{ ${imported}`} as ${local}${imported === '*' ? '' : ' }'} from '${from}';`,
      );
    return local;
  }

  /** A fresh name for the first of some globals that is there. */
  global(...names: string[]): string {
    const local = this.#random.word(nameLength);
    this.line(`const ${local} = ${names.map((name) => `globalThis.${name}`).join(' ?? ')};`);
    return local;
  }
}

function testFunction(runner: TestPlan['runner'], usage: Usage, text: string, writer: Writer): string | null {
  const imports = (name: string) => usage.bindings.some((binding) => binding.from === name);
  if (runner === 'node' || (runner === 'custom' && imports('node:test')))
    return writer.take('node:test', 'test');
  if (runner === 'vitest' || (runner === 'custom' && imports('vitest'))) return writer.take('vitest', 'test');
  const global = runner === 'jest' || runner === 'mocha' || /\b(?:it|test)(?:\.\w+)*\s*\(/.test(text);
  return global ? writer.global('it', 'test') : null;
}

type Call = { readonly does: string; readonly code: string };

function failingCalls(usage: Usage, runner: TestPlan['runner'], writer: Writer): Call[] {
  const taken = new Map<string, string>();
  const take = (from: string, imported: string) => {
    const key = `${from} ${imported}`;
    const local = taken.get(key) ?? writer.take(from, imported);
    taken.set(key, local);
    return local;
  };
  const calls: Call[] = [];
  for (const { from, imported, method } of usage.assertions.slice(0, mostAssertions)) {
    const named =
      imported !== 'default' && imported !== '*' && imported !== 'strict' && imported !== 'assert';
    const name = method ?? (named ? imported : 'ok');
    const shown = failingAssert(name, method === null && !named ? 'assert' : `assert.${name}`);
    if (shown === undefined) continue;
    const callee = take(from, imported);
    const code = failingAssert(name, method === null ? callee : `${callee}.${method}`);
    if (code) calls.push({ does: shown, code });
  }
  const expectFrom = usage.expectFrom === '@jest/globals' ? null : usage.expectFrom;
  if (usage.matchers.length === 0 || expectFrom?.startsWith('.')) return calls;
  let expect: string | undefined;
  for (const matcher of usage.matchers.slice(0, mostAssertions)) {
    const shown = failingExpect(matcher, 'expect');
    if (shown === undefined) continue;
    const from = expectFrom ?? (runner === 'vitest' ? 'vitest' : null);
    expect ??= from === null ? writer.global('expect') : take(from, 'expect');
    const code = failingExpect(matcher, expect);
    if (code) calls.push({ does: shown, code });
  }
  return calls;
}
