import { isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

/** Of what went wrong in one test: enough to see what was expected and what came. */
const messageLength = 1_200;
const messageLines = 14;

/** A failure as it is kept: without colours, cut to what a person reads. */
export function failureText(text: string): string {
  const plain = stripVTControlCharacters(text.slice(0, 50_000)).replaceAll('\u0000', '');
  const lines = plain.split('\n').map((line) => line.trimEnd());
  const kept = lines
    .filter((line) => line.trim() !== '' && !/^\s*at\s.+[:(]/.test(line))
    .slice(0, messageLines);
  return kept.join('\n').trim().slice(0, messageLength);
}

export type Place = { readonly file: string; readonly line: number };

const inStack = /(file:\/\/\/[^\s():]+|(?:[A-Za-z]:)?[^\s():"'<>]+\.(?:[cm]?[jt]sx?|py|go)):(\d+)/g;
const notTheirs = /(?:^|\/)(?:node_modules|\.deps|site-packages)\//;

/** The first place in `BUILD/` that a stack trace names; a place in the test's own file is preferred. */
export function placeIn(stack: string, build: string, testFile?: string): Place | undefined {
  let first: Place | undefined;
  for (const [, named = '', line] of stripVTControlCharacters(stack.slice(0, 50_000)).matchAll(inStack)) {
    const file = pathInBuild(named, build);
    if (file === undefined || notTheirs.test(file)) continue;
    const place = { file, line: Number(line) };
    if (testFile === undefined || file === testFile) return place;
    first ??= place;
  }
  return first;
}

/** A path or file URL as it is relative to `build`; undefined for what lies outside. */
export function pathInBuild(named: string, build: string): string | undefined {
  let path = named;
  if (named.startsWith('file:')) {
    try {
      path = fileURLToPath(named);
    } catch {
      return undefined;
    }
  }
  const inside = relative(build, isAbsolute(path) ? path : resolve(build, path));
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? undefined : inside;
}
