import { lstatSync, readdirSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { isIgnoredDirectory, isUserContent } from '../contracts/tree-rules.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import { messageOf } from '../errors.ts';
import { andonYamlName } from './andon-yaml-file.ts';
import type { Catalog, Sighting, Sweep } from './catalog.port.ts';
import { DirectoryReader } from './directory-reader.ts';
import { HintBatch } from './hint-batch.ts';
import { specFileNames } from './read-spec.ts';

export type ChokidarCatalogOptions = {
  readonly root: string;
  readonly clock: Clock;
  /** Hears when watching fails or the root cannot be read (the sweep goes on without it), and null when that is over. */
  readonly onProblem: (text: string | null) => void;
  /** From a spec's change to the hint, milliseconds. */
  readonly specQuietMs?: number;
  /** From a change in BUILD to the hint, milliseconds. */
  readonly buildQuietMs?: number;
  /** With more services than this BUILD is not watched, since each file costs a watch; sweeps see edits there. */
  readonly watchBuildUpTo?: number;
};

/** Beside what is in BUILD. */
const watchedFiles: ReadonlySet<string> = new Set([...specFileNames, andonYamlName]);
const buildDepth = 12;
/** A spec saved this short a time ago may still be being written: it is looked at once more. */
const freshMs = 150;
/**
 * The kernel's queue of changes holds 16,384 by default; what comes while it is full is dropped, and node tells nobody. A
 * quarter of that within this time is reason enough for a look.
 */
const burstEvents = 4_096;
const burstMs = 250;
const truncatedMs = 20;
const truncatedTries = 5;

/** The services root by chokidar: its events are hints, `look` and `sweep` read the disk. */
export class ChokidarCatalog implements Catalog {
  readonly #root: string;
  readonly #options: ChokidarCatalogOptions;
  readonly #reader: DirectoryReader;
  readonly #listeners = new Set<(names: readonly string[] | null) => void>();
  readonly #specHints: HintBatch;
  readonly #buildHints: HintBatch;
  readonly #again: HintBatch;
  readonly #burst: HintBatch;
  #rawEvents = 0;
  #rootProblem: string | null = null;
  #watchProblem: { readonly code: string; readonly text: string } | null = null;
  #told: string | null = null;
  #watchFailing = false;
  #endWaits: () => void = () => {};
  readonly #closing = new Promise<void>((resolve) => {
    this.#endWaits = resolve;
  });
  #watcher: FSWatcher | null = null;
  #watchedRoot: number | null = null;
  #services = 0;
  #closed = false;

  constructor(options: ChokidarCatalogOptions) {
    this.#root = resolve(options.root);
    this.#options = options;
    this.#reader = new DirectoryReader(this.#root);
    const tell = (names: readonly string[]): void => this.#tell(names);
    this.#specHints = new HintBatch(options.clock, options.specQuietMs ?? 10, tell);
    this.#buildHints = new HintBatch(options.clock, options.buildQuietMs ?? 200, tell);
    this.#again = new HintBatch(options.clock, freshMs, tell);
    this.#burst = new HintBatch(options.clock, burstMs, () => this.#burstOver());
  }

  /** Resolves when the watcher has seen the whole tree, or cannot; a missing root is no error. */
  async start(): Promise<void> {
    await this.#watch();
  }

  onHint(listener: (names: readonly string[] | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async look(name: string): Promise<Sighting | null> {
    let sighting = await this.#reader.look(name);
    for (let tries = 0; tries < truncatedTries && this.#isTruncated(sighting); tries += 1) {
      await new Promise<void>((next) => this.#options.clock.after(truncatedMs, next));
      sighting = await this.#reader.look(name);
    }
    if (sighting !== null && this.#isFresh(sighting)) this.#again.add(name);
    return sighting;
  }

  buildFiles(name: string): Promise<ReadonlyMap<string, string>> {
    return this.#reader.buildFiles(name);
  }

  async sweep(): Promise<Sweep> {
    let names: string[];
    try {
      names = this.#names();
    } catch (error) {
      const suspended = `the services root cannot be read: ${messageOf(error)}`;
      this.#rootProblem = suspended;
      this.#report();
      return { sightings: [], suspended };
    }
    this.#rootProblem = null;
    this.#report();
    this.#services = names.length;
    if (!this.#closed) await this.#watch();
    this.#reader.keep(new Set(names));
    const sightings: Sighting[] = [];
    for (let at = 0; at < names.length; at += sliceSize) {
      const slice = names.slice(at, at + sliceSize);
      const looks = await Promise.all(slice.map((name) => this.#reader.look(name)));
      for (const sighting of looks) if (sighting !== null) sightings.push(sighting);
      await new Promise<void>((next) => setImmediate(next));
    }
    return { sightings, suspended: null };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#endWaits();
    for (const batch of [this.#specHints, this.#buildHints, this.#again, this.#burst]) batch.close();
    this.#listeners.clear();
    await this.#watcher?.close();
    this.#watcher = null;
  }

  /** Watches the root that is there now: none yet, another directory than before, or a watcher that failed, starts anew. */
  async #watch(): Promise<void> {
    const root = rootInode(this.#root);
    const watching = root === null || (this.#watcher !== null && !this.#watchFailing);
    if (root === this.#watchedRoot && watching) return;
    this.#watchedRoot = root;
    this.#watchFailing = false;
    await this.#watcher?.close();
    this.#watcher = null;
    if (root === null || this.#closed) return;
    this.#services = this.#names().length;
    const watcher = watch(this.#root, {
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      atomic: false,
      ignored: (path, stats) => this.#ignores(path, stats?.isDirectory()),
    });
    this.#watcher = watcher;
    watcher.on('all', (_event, path) => this.#hint(path));
    watcher.on('raw', () => this.#countRaw());
    watcher.on('error', (error) => this.#watchFailed(error));
    // A watcher closed while it looks at the tree is never ready.
    await Promise.race([new Promise<void>((ready) => watcher.once('ready', () => ready())), this.#closing]);
    if (this.#watchFailing) return;
    this.#watchProblem = null;
    this.#report();
  }

  /** Asked with the path alone first: what is pruned here is never listed, so it costs no watch. */
  #ignores(path: string, isDirectory: boolean | undefined): boolean {
    const [name, second, ...rest] = relative(this.#root, path).split(sep);
    if (name === undefined || name === '') return false;
    if (isIgnoredDirectory(name)) return true;
    if (second === undefined) return isDirectory === false;
    if (second !== 'BUILD') return rest.length > 0 || !watchedFiles.has(second);
    if (this.#services > (this.#options.watchBuildUpTo ?? 300)) return true;
    return rest.length > buildDepth || !isUserContent([second, ...rest].join('/'));
  }

  #hint(path: string): void {
    const [name, second, third] = relative(this.#root, path).split(sep);
    if (name === undefined || name === '') this.#tell(null);
    else if (second === 'BUILD' && third !== undefined) this.#buildHints.add(name);
    else this.#specHints.add(name);
  }

  #tell(names: readonly string[] | null): void {
    for (const listener of this.#listeners) listener(names);
  }

  /** Emptied a moment ago: an editor is about to write it. */
  #isTruncated(sighting: Sighting | null): boolean {
    return sighting?.spec?.text === '' && sighting.spec.refused === undefined && this.#isFresh(sighting);
  }

  #isFresh(sighting: Sighting): boolean {
    if (sighting.spec === null || this.#closed) return false;
    const stats = lstatSync(sighting.spec.path, { throwIfNoEntry: false });
    return stats !== undefined && Math.abs(this.#options.clock.now() - stats.mtimeMs) < freshMs;
  }

  #watchFailed(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const way =
      code === 'ENOSPC' || code === 'EMFILE'
        ? 'raise fs.inotify.max_user_watches (and max_user_instances); until then the sweep sees what watching misses'
        : 'the sweep sees what watching misses';
    this.#watchFailing = true;
    // One directory after another fails for the same reason: the first of them stands for all.
    if (this.#watchProblem?.code !== code) {
      this.#watchProblem = { code, text: `watching the services root failed: ${messageOf(error)}; ${way}` };
    }
    this.#report();
  }

  #report(): void {
    const problem = this.#rootProblem ?? this.#watchProblem?.text ?? null;
    if (problem === this.#told) return;
    this.#told = problem;
    this.#options.onProblem(problem);
  }

  #countRaw(): void {
    this.#rawEvents += 1;
    this.#burst.add('');
  }

  /** After so many changes at once some may have been dropped before anybody saw them: everything is looked at. */
  #burstOver(): void {
    if (this.#rawEvents >= burstEvents) this.#tell(null);
    this.#rawEvents = 0;
  }

  #names(): string[] {
    return readdirSync(this.#root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !isIgnoredDirectory(entry.name))
      .map((entry) => entry.name)
      .sort();
  }
}

/** Services looked at before others get their turn. */
const sliceSize = 16;

function rootInode(root: string): number | null {
  try {
    const stats = statSync(root);
    return stats.isDirectory() ? stats.ino : null;
  } catch {
    return null;
  }
}
