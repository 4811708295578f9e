import { type GitPlace, gitBytes } from './git-command.ts';
import { objectName } from './git-objects.ts';

/** How git names a tree without files. */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/**
 * What is different in `BUILD/` of one commit against another, or against nothing, as a unified diff of text. Files are
 * compared as they are stored, whatever attributes say; at most `most` characters.
 */
export async function diffCommits(
  place: GitPlace,
  { from, to, most }: { readonly from: string | null; readonly to: string; readonly most: number },
): Promise<string> {
  const plain = ['--text', '--no-ext-diff', '--no-textconv', '--no-renames', '--no-color'];
  const against = from === null ? emptyTree : objectName(from);
  const trees = [against, objectName(to), '--', 'BUILD'];
  const diff = await gitBytes(place, ['diff-tree', '-r', '-p', ...plain, ...trees]);
  return diff.subarray(0, most).toString('utf8');
}
