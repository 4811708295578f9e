import { AndonError } from '../errors.ts';
import { askGit, type GitPlace, git, gitBytes } from './git-command.ts';

/** One file of a tree. `size` is −1 for what is no blob. */
export type TreeEntry = {
  readonly mode: string;
  readonly blob: string;
  readonly size: number;
  readonly path: string;
};

const attributesOff =
  '* -text -eol -filter -ident -export-ignore -export-subst -working-tree-encoding -merge -diff -crlf\n';

/** Content of `info/attributes` that keeps every byte as it is, whatever a `.gitattributes` in the tree says. */
export function attributesFile(): string {
  return attributesOff;
}

/** Makes sure that this is an object name, so that it can never be read as an option or a ref. */
export function objectName(commit: string): string {
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit)) {
    throw new AndonError('GIT_FAILED', `'${commit.slice(0, 80)}' is not the name of a commit`);
  }
  return commit;
}

/** All files of one commit below `subtree`, in git's order. */
export async function treeEntries(place: GitPlace, commit: string, subtree?: string): Promise<TreeEntry[]> {
  const where = subtree ? ['--', subtree.replace(/\/+$/, '')] : [];
  const listing = await gitBytes(place, [
    'ls-tree',
    '-r',
    '-z',
    '-l',
    '--full-tree',
    objectName(commit),
    ...where,
  ]);
  return listing
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', , blob = '', size = '-'] = line.slice(0, tab).split(/ +/);
      return { mode, blob, size: size === '-' ? -1 : Number(size), path: line.slice(tab + 1) };
    });
}

const batchBytes = 32 * 1024 * 1024;

/** Hands over the bytes of each entry's blob, in order, exactly as they were stored. */
export async function readBlobs(
  place: GitPlace,
  entries: readonly TreeEntry[],
  take: (entry: TreeEntry, bytes: Buffer) => Promise<void>,
): Promise<void> {
  for (const batch of batches(entries)) {
    const input = `${batch.map((entry) => entry.blob).join('\n')}\n`;
    const output = await gitBytes(place, ['cat-file', '--batch'], input);
    let offset = 0;
    for (const entry of batch) {
      const end = output.indexOf(10, offset);
      const size = Number(output.subarray(offset, end).toString('utf8').split(' ')[2]);
      if (!Number.isInteger(size)) throw new AndonError('GIT_FAILED', `git has no content for ${entry.path}`);
      await take(entry, output.subarray(end + 1, end + 1 + size));
      offset = end + 1 + size + 1;
    }
  }
}

function* batches(entries: readonly TreeEntry[]): Generator<TreeEntry[]> {
  let batch: TreeEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    batch.push(entry);
    bytes += entry.size;
    if (bytes < batchBytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** The commit a ref names; undefined where there is no such ref. */
export async function refTarget(place: GitPlace, ref: string): Promise<string | undefined> {
  const answer = await askGit(place, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  return answer.exit === 0 ? answer.stdout.toString('utf8').trim() : undefined;
}

/** Writes a commit object; the same tree, parents, message and time give the same name. */
export async function writeCommit(
  place: GitPlace,
  commit: { tree: string; parents: readonly string[]; message: string; at: number },
): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ['-p', objectName(parent)]);
  return git(
    { ...place, at: commit.at },
    ['commit-tree', ...parents, objectName(commit.tree)],
    `${commit.message}\n`,
  );
}
