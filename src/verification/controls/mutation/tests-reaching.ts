import { posix } from 'node:path';

const specifier = /(?:from|import|require)\s*\(?\s*['"](\.[^'"]*)['"]/g;
const endings = ['', '.js', '.ts', '.mjs', '.cjs', '.mts', '.cts', '.jsx', '.tsx', '/index.js', '/index.ts'];

/** Test files with those first that import a file, directly or by others; the rest may still start it. */
export function testsReaching(
  tests: readonly string[],
  path: string,
  texts: ReadonlyMap<string, string>,
): string[] {
  const reaches = new Map<string, boolean>();
  const reach = (from: string): boolean => {
    if (from === path) return true;
    const known = reaches.get(from);
    if (known !== undefined) return known;
    reaches.set(from, false);
    const found = importsOf(from, texts).some(reach);
    reaches.set(from, found);
    return found;
  };
  return [...tests].sort((a, b) => Number(reach(b)) - Number(reach(a)));
}

function importsOf(from: string, texts: ReadonlyMap<string, string>): string[] {
  const found = [...(texts.get(from) ?? '').matchAll(specifier)].map((match) => match[1] ?? '');
  return found.flatMap((name) => {
    const base = posix.normalize(posix.join(posix.dirname(from), name));
    // TypeScript imports `x.ts` by the name `x.js`.
    const bases = [base, base.replace(/\.([cm]?)js$/, '.$1ts')];
    const target = bases
      .flatMap((one) => endings.map((ending) => one + ending))
      .find((one) => texts.has(one));
    return target ? [target] : [];
  });
}
