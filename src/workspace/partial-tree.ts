import { type FoundFile, filesIn, indexLines, writeTree } from './directory-tree.ts';
import type { GitPlace } from './git-command.ts';
import { treeEntries } from './git-objects.ts';

/** Files outside that are looked at for what to name; their bytes are read only where the base has them too. */
const mostNamed = 50;

/**
 * Writes the tree that is `base` with everything below `only` (`BUILD/`, or `SPEC.md` itself) taken from the directory.
 * `leftOut` names what was made or changed elsewhere, at most 50.
 */
export async function partialTree(
  place: GitPlace,
  base: string,
  directory: string,
  only: readonly string[],
): Promise<{ tree: string; leftOut: readonly string[] }> {
  const isIn = (path: string): boolean =>
    only.some((root) => (root.endsWith('/') ? path.startsWith(root) : path === root));
  const before = (await treeEntries(place, base)).filter(({ path }) => !isIn(path));
  const kept = new Map(before.map(({ mode, blob, path }) => [path, `${mode} ${blob}\t${path}\0`]));
  const found = await filesIn(directory);
  const inside = await indexLines(
    place,
    directory,
    found.filter(({ path }) => isIn(path)),
  );
  const outside = found.filter(({ path }) => !isIn(path));
  const tree = await writeTree(place, [...kept.values(), ...inside]);
  return { tree, leftOut: await strays(place, directory, outside, kept) };
}

async function strays(
  place: GitPlace,
  directory: string,
  outside: readonly FoundFile[],
  kept: ReadonlyMap<string, string>,
): Promise<string[]> {
  const made = outside.filter(({ path }) => !kept.has(path)).map(({ path }) => path);
  const both = outside.filter(({ path }) => kept.has(path));
  const lines = new Set(await indexLines(place, directory, both));
  const there = new Set(both.map(({ path }) => path));
  const changed = [...kept]
    .filter(([path, line]) => there.has(path) && !lines.has(line))
    .map(([path]) => path);
  const gone = [...kept.keys()].filter((path) => !there.has(path));
  return [...changed, ...gone, ...made].slice(0, mostNamed);
}
