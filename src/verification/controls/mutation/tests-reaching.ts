import { posix } from 'node:path';

const specifier = /(?:from|import|require)\s*\(?\s*['"](\.[^'"]*)['"]/g;
const endings = ['', '.js', '.ts', '.mjs', '.cjs', '.mts', '.cts', '.jsx', '.tsx', '/index.js', '/index.ts'];

/** Test files, those first that import a file, directly or by fewest others; the rest may still start it. */
export function testsReaching(
  tests: readonly string[],
  path: string,
  texts: ReadonlyMap<string, string>,
): string[] {
  const far = new Map(tests.map((test) => [test, distance(test, path, texts)]));
  return [...tests].sort((a, b) => (far.get(a) ?? texts.size) - (far.get(b) ?? texts.size));
}

/** Over how many imports a file reaches another; the number of files where it does not. */
function distance(from: string, to: string, texts: ReadonlyMap<string, string>): number {
  const seen = new Set([from]);
  let reached = [from];
  for (let steps = 0; reached.length > 0; steps += 1) {
    if (reached.includes(to)) return steps;
    reached = reached.flatMap((one) => importsOf(one, texts)).filter((one) => !seen.has(one));
    for (const one of reached) seen.add(one);
  }
  return texts.size;
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
