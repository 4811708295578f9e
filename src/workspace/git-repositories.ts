import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AndonError } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { compareCommits } from './compare-commits.ts';
import { diffCommits } from './diff-commits.ts';
import { writeDirectoryTree, writeTree } from './directory-tree.ts';
import { exportCommit } from './export-commit.ts';
import { askGit, type GitPlace, git, gitBytes } from './git-command.ts';
import { attributesFile, objectName, refTarget, treeEntries, writeCommit } from './git-objects.ts';
import { importSubmission } from './import-submission.ts';
import { isMarkedOwn, markOwn } from './own-commits.ts';
import type { ChangedPath, Comparing, Repositories } from './workspace.port.ts';

export type GitRepositoriesOptions = {
  /** Holds `<service id>.git` of every service. */
  readonly directory: string;
  /** Search path on which `git` is found. */
  readonly path: string;
};

/** What Andon writes into the user's directory itself, and what a home is. */
const notTheUsers = ['PRODUCTION', '.andon'];

/** Repositories by the `git` program, one bare repository a service. */
export class GitRepositories implements Repositories {
  readonly #options: GitRepositoriesOptions;
  readonly #opened = new Map<string, Promise<GitPlace>>();

  constructor(options: GitRepositoriesOptions) {
    this.#options = options;
  }

  async intake(service: string, directory: string, parent: string | null, at: number): Promise<string> {
    const place = await this.#place(service);
    const tree = await writeDirectoryTree(place, directory, { links: false, leaveOut: notTheUsers });
    const parents = parent === null ? [] : [parent];
    const commit = await writeCommit(place, {
      tree,
      parents,
      message: 'Content of the service directory',
      at,
    });
    faultPoint('workspace.intake.written');
    await git(place, ['update-ref', `refs/intake/${commit}`, commit]);
    faultPoint('workspace.intake.referenced');
    return commit;
  }

  async prepare(
    service: string,
    order: { change: number; base: string | null; spec: string; at: number },
  ): Promise<string> {
    const place = await this.#place(service);
    const ref = `refs/heads/change/${order.change}`;
    const spec = await git(place, ['hash-object', '-w', '--stdin'], order.spec);
    const entries = order.base === null ? [] : await treeEntries(place, order.base);
    const kept = entries.filter((entry) => entry.path !== 'SPEC.md');
    const lines = kept.map((entry) => `${entry.mode} ${entry.blob}\t${entry.path}\0`);
    const tree = await writeTree(place, [...lines, `100644 ${spec}\tSPEC.md\0`]);
    const parents = order.base === null ? [] : [order.base];
    const known = await this.#preparedBefore(place, ref, tree, parents);
    if (known) return known;
    const message = `Change ${order.change} starts`;
    const commit = await writeCommit(place, { tree, parents, message, at: order.at });
    faultPoint('workspace.prepare.written');
    // The same BUILD/ with another SPEC.md.
    if (order.base !== null && (await isMarkedOwn(place, order.base))) await markOwn(place, commit);
    await git(place, ['update-ref', ref, commit]);
    faultPoint('workspace.prepare.referenced');
    return commit;
  }

  async bundle(service: string, commit: string, file: string): Promise<void> {
    const place = await this.#place(service);
    const alone = await this.#withoutHistory(place, commit);
    const scratch = `${file}.${process.pid}.part`;
    await git(place, ['bundle', 'create', scratch, alone.ref]);
    faultPoint('workspace.bundle.created');
    await rename(scratch, file);
  }

  async importSubmission(
    service: string,
    order: Parameters<Repositories['importSubmission']>[1],
  ): Promise<string> {
    return importSubmission(await this.#place(service), order);
  }

  async isOwn(service: string, commit: string): Promise<boolean> {
    return isMarkedOwn(await this.#place(service), commit);
  }

  async export(service: string, commit: string, directory: string, subtree?: string): Promise<void> {
    await exportCommit(await this.#place(service), commit, directory, subtree);
  }

  async file(service: string, commit: string, path: string): Promise<string | undefined> {
    const place = await this.#place(service);
    const entry = (await treeEntries(place, commit, path)).find((found) => found.path === path);
    if (!entry || entry.mode === '160000') return undefined;
    return (await gitBytes(place, ['cat-file', 'blob', entry.blob])).toString('utf8');
  }

  async list(service: string, commit: string, subtree?: string): Promise<{ path: string; blob: string }[]> {
    const entries = await treeEntries(await this.#place(service), commit, subtree);
    return entries.map(({ path, blob }) => ({ path, blob }));
  }

  async diff(service: string, order: { from: string | null; to: string; most: number }): Promise<string> {
    return diffCommits(await this.#place(service), order);
  }

  async compare(service: string, order: Comparing): Promise<ChangedPath[]> {
    return compareCommits(await this.#place(service), order);
  }

  async has(service: string, commit: string): Promise<boolean> {
    const place = await this.#place(service);
    return (await askGit(place, ['cat-file', '-e', `${objectName(commit)}^{commit}`])).exit === 0;
  }

  async setMain(service: string, commit: string): Promise<void> {
    const place = await this.#place(service);
    const name = objectName(commit);
    // Asked of every service at each start, so that a file is read where nothing is to be done.
    if ((await looseRef(place, 'refs/heads/main')) === name) return;
    faultPoint('workspace.main.before');
    await git(place, ['update-ref', 'refs/heads/main', name]);
    faultPoint('workspace.main.after');
  }

  /** The commit `prepare` made for the same question earlier: its time may have been another. */
  async #preparedBefore(
    place: GitPlace,
    ref: string,
    tree: string,
    parents: readonly string[],
  ): Promise<string | undefined> {
    const commit = await refTarget(place, ref);
    if (!commit) return undefined;
    const words = await git(place, ['show', '-s', '--format=%T %P', commit]);
    return words.trim() === [tree, ...parents].join(' ') ? commit : undefined;
  }

  /** The same content as a commit of its own, so that a worker is handed nothing that came before. */
  async #withoutHistory(place: GitPlace, commit: string): Promise<{ ref: string }> {
    const ref = `refs/andon/${objectName(commit)}`;
    if (await refTarget(place, ref)) return { ref };
    const [tree = '', seconds = '0', ...parents] = (
      await git(place, ['show', '-s', '--format=%T %ct %P', commit])
    )
      .trim()
      .split(' ');
    const alone =
      parents.length === 0
        ? commit
        : await writeCommit(place, {
            tree,
            parents: [],
            message: `Content of ${commit}`,
            at: Number(seconds) * 1000,
          });
    await git(place, ['update-ref', ref, alone]);
    return { ref };
  }

  #place(service: string): Promise<GitPlace> {
    const known = this.#opened.get(service);
    if (known) return known;
    const opening = this.#open(service);
    this.#opened.set(service, opening);
    // A failure is not remembered: the disk may have room again.
    opening.catch(() => this.#opened.delete(service));
    return opening;
  }

  async #open(service: string): Promise<GitPlace> {
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(service)) {
      throw new AndonError('GIT_FAILED', `'${service}' is not the id of a service`);
    }
    const directory = join(this.#options.directory, `${service}.git`);
    const place = { directory, path: this.#options.path };
    const attributes = join(directory, 'info', 'attributes');
    // Written last: where it is, the repository is whole.
    if (existsSync(attributes)) return place;
    await mkdir(this.#options.directory, { recursive: true, mode: 0o700 });
    await git(place, ['init', '--bare', '--quiet', '--template=', '--initial-branch=main']);
    faultPoint('workspace.open.made');
    await mkdir(join(directory, 'info'), { recursive: true });
    await writeFile(attributes, attributesFile());
    return place;
  }
}

/** What a ref's own file says; undefined where it has none. */
async function looseRef(place: GitPlace, ref: string): Promise<string | undefined> {
  const text = await readFile(join(place.directory, ref), 'utf8').catch(() => undefined);
  return text?.trim();
}
