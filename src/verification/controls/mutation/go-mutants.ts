import type { Mutant } from './mutant.ts';

const swaps: readonly (readonly [RegExp, string, boolean])[] = [
  [/ == /, ' != ', true],
  [/ != /, ' == ', true],
  [/ && /, ' || ', false],
  [/ \|\| /, ' && ', false],
  [/ < /, ' <= ', false],
  [/ > /, ' >= ', false],
  [/ <= /, ' < ', false],
  [/ >= /, ' > ', false],
  [/\breturn true\b/, 'return false', true],
  [/\breturn false\b/, 'return true', true],
];
const quiet =
  /^\s*(?:\/\/|func |import|package|log\.|fmt\.(?:Print|Fprint)|panic\()|errors\.New|fmt\.Errorf|["`]|\bfor\b/;

/** The mutants of a Go file in these lines (null: in all), by its tokens; lines with text in them are left alone. */
export function goMutants(path: string, text: string, lines: ReadonlySet<number> | null): Mutant[] {
  const all = text.split('\n');
  return all.flatMap((line, index) => {
    if ((lines && !lines.has(index + 1)) || quiet.test(line)) return [];
    return swaps.flatMap(([pattern, other, strong]): Mutant[] => {
      if (!pattern.test(line)) return [];
      const after = line.replace(pattern, other);
      const content = () => Buffer.from(all.with(index, after).join('\n'));
      return [{ path, line: index + 1, before: line.trim(), after: after.trim(), content, strong }];
    });
  });
}
