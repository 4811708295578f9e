import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJavaScript } from '../syntax/parse-javascript.ts';
import { lineOf, walk } from '../syntax/walk.ts';

const testWords = new Set(['test', 'it', 'describe', 'suite', 'context', 'specify', 'bench']);
const focusedWords = new Set(['fit', 'fdescribe', 'ftest']);

/** Where test files focus on some of their tests, so that the others are silently not run; one sentence for each. */
export async function focusedTests(build: string, files: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const file of files) {
    const text = await readFile(join(build, file), 'utf8').catch(() => '');
    if (!/\bonly\b|\bf(?:it|describe|test)\b/.test(text)) continue;
    for (const { line, words } of focusedIn(file, text)) {
      found.push(`${file}:${line} focuses with ${words}: the other tests are not run; take it out`);
    }
  }
  return found.slice(0, 20);
}

function focusedIn(file: string, text: string): { line: number; words: string }[] {
  const parsed = parseJavaScript(file, text);
  const found: { line: number; words: string }[] = [];
  if (!parsed) return found;
  walk(parsed.program, (node) => {
    if (node.type !== 'CallExpression') return undefined;
    const words = calledAs(text, node.callee.start ?? 0, node.callee.end ?? 0);
    const [first = '', ...rest] = words;
    if (focusedWords.has(first) || (testWords.has(first) && rest.includes('only'))) {
      found.push({ line: lineOf(node), words: words.join('.') });
    }
    return undefined;
  });
  return found;
}

/** `it.only.each` as words; empty for anything that is not names joined by dots. */
function calledAs(text: string, start: number, end: number): string[] {
  const called = text.slice(start, end).replace(/\s+/g, '');
  return /^[\w$]+(?:\.[\w$]+)*$/.test(called) ? called.split('.') : [];
}
