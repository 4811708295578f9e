import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AndonError } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { writeDirectoryTree } from './directory-tree.ts';
import { exportCommit } from './export-commit.ts';
import { type GitPlace, git } from './git-command.ts';
import { attributesFile, objectName, refTarget, writeCommit } from './git-objects.ts';
import { partialTree } from './partial-tree.ts';

export type WorkspaceOptions = {
  /** Search path on which `git` is found. */
  readonly path: string;
};

/**
 * Makes the empty `directory` a workspace of the bundle that holds `commit`: its files, and a `.git` of its own without
 * a remote, in which an agent may do as it likes. What the worker itself needs of git is kept beside it, in
 * `<directory>.base.git`, since a `.git` an agent could write is never to be run. Rejects with `GIT_FAILED`.
 */
export async function createWorkspace(
  bundle: string,
  commit: string,
  directory: string,
  options: WorkspaceOptions,
): Promise<void> {
  const place = baseOf(directory, options);
  await initialise(place, ['--bare']);
  const ref = `refs/andon/${objectName(commit)}`;
  await git(place, [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    bundle,
    `${ref}:refs/andon/base`,
  ]);
  const base = await refTarget(place, 'refs/andon/base');
  if (!base) throw new AndonError('GIT_FAILED', `the bundle holds nothing for ${commit}`);
  faultPoint('workspace.clone.fetched');
  await exportCommit(place, base, directory);
  await mkdir(join(directory, 'BUILD'), { recursive: true });
  const own = { directory: join(directory, '.git'), path: options.path };
  await initialise(own, []);
  const fetch = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--update-head-ok'];
  await git(own, [...fetch, bundle, `${ref}:refs/heads/work`]);
  await git(own, ['read-tree', 'HEAD']);
  faultPoint('workspace.clone.made');
}

/**
 * Commits the workspace (without `.env`, caches, databases, dependencies) on top of its base, whatever its own `.git`
 * says, and writes a bundle of that commit beside it. With `only`, what lies elsewhere is as in the base, and named in
 * `leftOut` where an agent made or changed it. Rejects with `GIT_FAILED`.
 */
export async function commitWorkspace(
  directory: string,
  message: string,
  options: WorkspaceOptions & { readonly at: number; readonly only?: readonly string[] | undefined },
): Promise<{ commit: string; bundle: string; leftOut: readonly string[] }> {
  const place = baseOf(directory, options);
  const base = await refTarget(place, 'refs/andon/base');
  if (!base) throw new AndonError('GIT_FAILED', `${directory} is not a workspace made by Andon`);
  const { tree, leftOut } = options.only
    ? await partialTree(place, base, directory, options.only)
    : {
        tree: await writeDirectoryTree(place, directory, { links: true, leaveOut: [] }),
        leftOut: [],
      };
  const commit = await writeCommit(place, { tree, parents: [base], message, at: options.at });
  await git(place, ['update-ref', 'refs/heads/submission', commit]);
  faultPoint('workspace.submit.written');
  const bundle = `${directory}.bundle`;
  await git(place, ['bundle', 'create', '--quiet', bundle, 'refs/heads/submission', `^${base}`]);
  faultPoint('workspace.submit.bundled');
  return { commit, bundle, leftOut };
}

function baseOf(directory: string, options: WorkspaceOptions): GitPlace {
  return { directory: `${directory}.base.git`, path: options.path };
}

async function initialise(place: GitPlace, words: readonly string[]): Promise<void> {
  await git(place, ['init', ...words, '--quiet', '--template=', '--initial-branch=work']);
  await mkdir(join(place.directory, 'info'), { recursive: true });
  await writeFile(join(place.directory, 'info', 'attributes'), attributesFile());
}
