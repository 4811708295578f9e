import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { filesUnder } from '../../stack/build-files.ts';
import type { Stack } from '../../stack/stack.ts';
import { isTestPath } from '../../stack/test-paths.ts';
import type { LineHits } from '../test-report.ts';

export type SourceFile = { readonly path: string; readonly text: string };

const browserFolder = /(?:^|\/)(?:public|static|assets)\//;
const configName = /(?:^|\/)(?:[^/]+\.config|\.[^/]+)\.[cm]?[jt]s$/;
const packageFolder = /^(?:.*\/)?(?:packages|apps|services|libs)\/[^/]+\//;

/**
 * The source files of a service: in a folder with a `src/` what lies in it, what starts the service and what was loaded; else
 * everything that is no test. What reads as a test by its name and is imported by a source is a source.
 */
export async function sourceFiles(build: string, stack: Stack, hits: LineHits): Promise<SourceFile[]> {
  const ending = codeEnding(stack, hits);
  const code = (await filesUnder(build)).filter((path) => ending.test(path) && !/\.d\.[cm]?ts$/.test(path));
  const started = new Set(stack.start.map((word) => word.replace(/^\.\//, '')));
  // What the user's own test command runs is what tests, and no part of the service.
  const testing = new Set(
    stack.test?.runner === 'custom' ? stack.test.argv.map((word) => word.replace(/^\.\//, '')) : [],
  );
  const withSrc = new Set(code.filter((path) => !isTestPath(path)).flatMap(srcHolder));
  const isSource = (path: string) => {
    if (isTestPath(path) || (testing.has(path) && !started.has(path))) return false;
    if (hits.has(path) || started.has(path)) return true;
    if (browserFolder.test(path) || configName.test(path)) return false;
    const holder = path.match(packageFolder)?.[0] ?? '';
    return withSrc.has(holder) ? path.startsWith(`${holder}src/`) : holder !== '' || !withSrc.has('');
  };
  const sources = new Map<string, string>();
  const add = async (path: string): Promise<void> => {
    if (sources.has(path)) return;
    const text = await readFile(join(build, path), 'utf8').catch(() => '');
    sources.set(path, text);
    for (const imported of importedBy(path, text, code)) if (isTestPath(imported)) await add(imported);
  };
  for (const path of code) if (isSource(path) || (started.has(path) && code.includes(path))) await add(path);
  return [...sources].map(([path, text]) => ({ path, text }));
}

/** The folder that a `src/` is right in: that of the service, or of a package in it. */
function srcHolder(path: string): string[] {
  const holder = path.match(packageFolder)?.[0] ?? '';
  return path.startsWith(`${holder}src/`) ? [holder] : [];
}

function codeEnding(stack: Stack, hits: LineHits): RegExp {
  if (stack.name === 'python') return /\.py$/;
  if (stack.name === 'go') return /\.go$/;
  if (stack.name === 'custom') return /\.(?:[cm]?[jt]sx?|py|go|rb|rs|java|kt|php)$/;
  // Node itself loads no TypeScript: what it ran on is what was made of it, unless a runner says otherwise.
  const typed = stack.test?.runner !== 'node' || [...hits.keys()].some((path) => /\.[cm]?tsx?$/.test(path));
  return typed ? /\.[cm]?[jt]sx?$/ : /\.[cm]?jsx?$/;
}

const importing = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"](\.{1,2}\/[^'"\n]+)['"]/g;
const importingPython = /^\s*(?:from|import)\s+([\w.]+)/gm;

function importedBy(path: string, text: string, code: readonly string[]): string[] {
  const known = new Set(code);
  if (path.endsWith('.py')) {
    return [...text.matchAll(importingPython)]
      .map(([, name = '']) => name.replace(/^\.+/, '').replaceAll('.', '/'))
      .flatMap((name) => [
        `${name}.py`,
        `src/${name}.py`,
        `${name}/__init__.py`,
        join(dirname(path), `${name}.py`),
      ])
      .filter((one) => known.has(one));
  }
  return [...text.matchAll(importing)].flatMap(([, name = '']) => {
    const plain = normalize(join(dirname(path), name));
    const bare = plain.replace(/\.[cm]?jsx?$/, '');
    const tried = [
      plain,
      ...['.js', '.cjs', '.mjs', '.ts', '.tsx', '/index.js', '/index.ts'].map((end) => bare + end),
    ];
    return tried.filter((one) => known.has(one)).slice(0, 1);
  });
}
