import type { KnownContent } from '../write-back/known-files.port.ts';

/** Paths that on disk are other than known: changed, new, or gone. Sorted. */
export function editedPaths(
  known: ReadonlyMap<string, readonly KnownContent[]>,
  disk: ReadonlyMap<string, string>,
): string[] {
  const edited: string[] = [];
  for (const [path, hash] of disk) if (!(known.get(path) ?? []).includes(hash)) edited.push(path);
  for (const [path, contents] of known) {
    if (path.startsWith('BUILD/') && !disk.has(path) && !contents.includes(null)) edited.push(path);
  }
  return edited.sort();
}
