import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobHash } from '../contracts/tree-hash.ts';
import { AndonError } from '../errors.ts';
import { submissionProblems } from './submission-rules.ts';
import type { ChangedPath, Comparing, Repositories } from './workspace.port.ts';

type Files = Readonly<Record<string, string>>;

/**
 * Repositories of text files in memory, for the simulation. A directory is what `show` said is in it; a bundle is a
 * name; a worker's commit is made with `add`.
 */
export class MemoryRepositories implements Repositories {
  readonly #commits = new Map<string, Files>();
  readonly #refs = new Map<string, string>();
  readonly #own = new Set<string>();
  readonly #directories = new Map<string, Files>();

  /** What `intake` finds in this directory from now on. */
  show(directory: string, files: Files): void {
    this.#directories.set(directory, files);
  }

  /** Makes a commit of these files, as a worker would, and returns its name. */
  add(service: string, files: Files, parent: string | null = null): string {
    return this.#write(service, files, parent);
  }

  async intake(service: string, directory: string, parent: string | null): Promise<string> {
    return this.#write(service, this.#directories.get(directory) ?? {}, parent);
  }

  async prepare(
    service: string,
    order: { change: number; base: string | null; spec: string; at: number },
  ): Promise<string> {
    const base = order.base === null ? {} : this.#files(service, order.base);
    const commit = this.#write(service, { ...base, 'SPEC.md': order.spec }, order.base);
    if (order.base !== null && this.#own.has(`${service} ${order.base}`))
      this.#own.add(`${service} ${commit}`);
    this.#refs.set(`${service} change/${order.change}`, commit);
    return commit;
  }

  async bundle(service: string, commit: string): Promise<void> {
    this.#files(service, commit);
  }

  async importSubmission(
    service: string,
    order: Parameters<Repositories['importSubmission']>[1],
  ): Promise<string> {
    const ref = `${service} submissions/${order.ticket}/${order.token}`;
    const before = this.#refs.get(ref);
    if (before === order.commit) return before;
    const problems = before
      ? ['another commit was already submitted under its token']
      : submissionProblems(
          entriesOf(this.#files(service, order.base)),
          entriesOf(this.#commits.get(`${service} ${order.commit}`) ?? {}),
          order.allowed,
        );
    if (problems.length > 0) {
      const message = `The submission is refused: ${problems.join('; ')}.`;
      throw new AndonError('SUBMISSION_REFUSED', message, { reasons: problems });
    }
    const started = Object.keys(this.#files(service, order.base)).some((path) => path.startsWith('BUILD/'));
    const startsOwn = !started || this.#own.has(`${service} ${order.base}`);
    if (order.own && startsOwn) this.#own.add(`${service} ${order.commit}`);
    this.#refs.set(ref, order.commit);
    return order.commit;
  }

  async isOwn(service: string, commit: string): Promise<boolean> {
    return this.#own.has(`${service} ${commit}`);
  }

  async export(service: string, commit: string, directory: string, subtree?: string): Promise<void> {
    const prefix = subtree ? `${subtree}/` : '';
    for (const [path, text] of Object.entries(this.#files(service, commit))) {
      if (!path.startsWith(prefix)) continue;
      const target = join(directory, path.slice(prefix.length));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
    }
  }

  async file(service: string, commit: string, path: string): Promise<string | undefined> {
    return this.#files(service, commit)[path];
  }

  async list(service: string, commit: string, subtree?: string): Promise<{ path: string; blob: string }[]> {
    return entriesOf(this.#files(service, commit))
      .filter(({ path }) => subtree === undefined || path === subtree || path.startsWith(`${subtree}/`))
      .map(({ path, blob }) => ({ path, blob }));
  }

  async diff(
    service: string,
    { from, to, most }: { from: string | null; to: string; most: number },
  ): Promise<string> {
    const before = from === null ? {} : this.#files(service, from);
    const after = this.#files(service, to);
    const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    const changed = paths.filter((path) => path.startsWith('BUILD/') && before[path] !== after[path]);
    const lines = changed.flatMap((path) => [
      `diff ${path}`,
      ...(path in before ? [`-${before[path]}`] : []),
      ...(path in after ? [`+${after[path]}`] : []),
    ]);
    return lines.join('\n').slice(0, most);
  }

  /** Whole files, each as one hunk; moves are not looked for. */
  async compare(service: string, { from, to, file }: Comparing): Promise<ChangedPath[]> {
    const before = from === null ? {} : this.#files(service, from);
    const after = this.#files(service, to);
    const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    const built = paths.filter((path) => path.startsWith('BUILD/') && before[path] !== after[path]);
    const spec = paths.filter((path) => path === 'SPEC.md' && before[path] !== after[path]);
    const listed = from !== null || built.length === 0 ? [...built, ...spec] : built;
    return listed.map((path, at) => changedPath(path, before[path], after[path], (file ?? at) === at));
  }

  async has(service: string, commit: string): Promise<boolean> {
    return this.#commits.has(`${service} ${commit}`);
  }

  async setMain(service: string, commit: string): Promise<void> {
    this.#files(service, commit);
    this.#refs.set(`${service} main`, commit);
  }

  #write(service: string, files: Files, parent: string | null): string {
    const commit = hashOf(JSON.stringify([Object.entries(files).sort(), parent]));
    this.#commits.set(`${service} ${commit}`, files);
    return commit;
  }

  #files(service: string, commit: string): Files {
    const files = this.#commits.get(`${service} ${commit}`);
    if (!files) throw new AndonError('GIT_FAILED', `there is no commit ${commit}`);
    return files;
  }
}

function changedPath(
  path: string,
  before: string | undefined,
  after: string | undefined,
  show: boolean,
): ChangedPath {
  const old = linesOf(before);
  const now = linesOf(after);
  const hunk = [
    `@@ -1,${old.length} +1,${now.length} @@`,
    ...old.map((line) => `-${line}`),
    ...now.map((line) => `+${line}`),
  ];
  return {
    path,
    was: null,
    status: before === undefined ? 'added' : after === undefined ? 'deleted' : 'modified',
    bytes: Buffer.byteLength(after ?? before ?? ''),
    patch: show ? `${hunk.join('\n')}\n` : null,
    why: show ? null : 'more',
  };
}

function linesOf(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function entriesOf(files: Files) {
  return Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => ({ path, mode: '100644', blob: blobHash(text), size: Buffer.byteLength(text) }));
}

function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
