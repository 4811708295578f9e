import { join } from 'node:path';
import { parse } from 'yaml';
import { readJson, readReport } from '../evidence/read-limits.ts';
import { testScriptWords } from './test-script.ts';

/** Options that say how tests are loaded and how long they may take, and not which are run or what counts. */
const kept = new Set([
  ...['require', 'import', 'loader', 'experimental-loader', 'node-option', 'file', 'extension', 'ui'],
  ...['timeout', 'slow', 'global', 'globals', 'exit', 'check-leaks', 'async-only', 'delay'],
]);
const longNames: Readonly<Record<string, string>> = {
  r: 'require',
  n: 'node-option',
  u: 'ui',
  t: 'timeout',
  s: 'slow',
  A: 'async-only',
  timeouts: 'timeout',
};
const withoutValue = new Set(['exit', 'check-leaks', 'async-only', 'delay']);

type Ask = (argv: readonly string[]) => Promise<string | null>;

/**
 * What of the project's own Mocha configuration goes onto Andon's command line. A configuration that is a program is asked
 * for its values inside the sandbox by `ask`.
 */
export async function mochaOptions(build: string, ask: Ask): Promise<string[]> {
  const fromFile = harmlessOptions(await configOf(build, ask));
  return [...fromFile, ...harmlessWords(await testScriptWords(build, 'mocha'))];
}

async function configOf(build: string, ask: Ask): Promise<unknown> {
  for (const name of ['.mocharc.js', '.mocharc.cjs', '.mocharc.mjs']) {
    if ((await readReport(join(build, name))) === '') continue;
    const program = `import('./${name}').then((m) => process.stdout.write('\\n' + JSON.stringify(m.default ?? m)))`;
    const said = await ask(['node', '-e', program]);
    return readJson(said?.split('\n').at(-1) ?? '');
  }
  for (const name of ['.mocharc.yaml', '.mocharc.yml', '.mocharc.jsonc', '.mocharc.json']) {
    const text = await readReport(join(build, name));
    if (text === '') continue;
    try {
      return parse(text.replace(/^\s*\/\/.*$/gm, ''), { maxAliasCount: 10 });
    } catch {
      return undefined;
    }
  }
  const manifest = readJson(await readReport(join(build, 'package.json')));
  return isObject(manifest) ? manifest.mocha : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The words for those values of a configuration that are kept. */
export function harmlessOptions(config: unknown): string[] {
  if (!isObject(config)) return [];
  const words: string[] = [];
  for (const [given, value] of Object.entries(config)) {
    const name = longNames[given] ?? given;
    if (!kept.has(name)) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === true) words.push(`--${name}`);
      else if (typeof one === 'string' || typeof one === 'number') words.push(`--${name}`, String(one));
    }
  }
  return words;
}

/** Those words of a script line that are kept. */
export function harmlessWords(words: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [, given, joined] = words[at]?.match(/^--?([A-Za-z][\w-]*)(?:=(.*))?$/) ?? [];
    if (given === undefined) continue;
    const name = longNames[given] ?? given;
    if (!kept.has(name)) continue;
    const next = words[at + 1];
    if (withoutValue.has(name)) found.push(`--${name}`);
    else if (joined !== undefined) found.push(`--${name}`, joined);
    else if (next !== undefined && !next.startsWith('-')) {
      found.push(`--${name}`, next);
      at += 1;
    }
  }
  return found;
}
