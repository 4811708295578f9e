import type { Catalog, Sighting, Sweep } from '../../src/catalog/catalog.port.ts';
import { contentHash, treeHash } from '../../src/contracts/tree-hash.ts';
import { AndonError } from '../../src/errors.ts';
import type { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import type { StoreKnownFiles } from '../../src/write-back/store-known-files.ts';
import type { Faults } from './faults.ts';
import type { Timeline } from './timeline.ts';

type Directory = {
  readonly inode: number;
  spec: string | null;
  readonly build: Map<string, string>;
  there: boolean;
};

/** The services root and its owner, who edits what he likes; it outlives every coordinator. */
export class SimulatedTree {
  readonly #timeline: Timeline;
  readonly #faults: Faults;
  readonly #repositories: MemoryRepositories;
  readonly #directories = new Map<string, Directory>();
  readonly #listeners = new Set<(names: readonly string[] | null) => void>();

  constructor(timeline: Timeline, faults: Faults, repositories: MemoryRepositories) {
    this.#timeline = timeline;
    this.#faults = faults;
    this.#repositories = repositories;
  }

  get names(): string[] {
    return [...this.#directories.keys()];
  }

  spec(name: string): string | null {
    return this.#directories.get(name)?.spec ?? null;
  }

  /** What stands in BUILD, by path. */
  build(name: string): ReadonlyMap<string, string> {
    return this.#directories.get(name)?.build ?? new Map();
  }

  isThere(name: string): boolean {
    return this.#directories.get(name)?.there ?? false;
  }

  saveSpec(name: string, text: string | null): void {
    const directory = this.#directories.get(name) ?? {
      inode: this.#directories.size + 1,
      spec: null,
      build: new Map(),
      there: true,
    };
    directory.spec = text;
    this.#directories.set(name, directory);
    this.#changed(name);
  }

  saveBuild(name: string, path: string, text: string): void {
    this.#directories.get(name)?.build.set(path, text);
    this.#changed(name);
  }

  setThere(name: string, there: boolean): void {
    const directory = this.#directories.get(name);
    if (!directory || directory.there === there) return;
    directory.there = there;
    this.#changed(name);
  }

  /** The tree as one coordinator's catalog sees it. */
  catalog(): Catalog {
    const mine = new Set<(names: readonly string[] | null) => void>();
    return {
      start: async () => {},
      onHint: (listener) => {
        mine.add(listener);
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      look: async (name) => this.#sighting(name),
      buildFiles: async (name) => this.#hashes(name),
      sweep: async () => this.#sweep(),
      close: async () => {
        for (const listener of mine) this.#listeners.delete(listener);
      },
    };
  }

  /** Write-back: a file is replaced only while it holds what is known of it. */
  async publish(
    known: StoreKnownFiles,
    service: { id: string; name: string },
    commit: string,
    what: 'build' | 'spec',
    present: boolean,
  ): Promise<void> {
    if (this.#faults.strikes('publishFails', service.id)) {
      throw new AndonError('STORE_FAILED', 'The user’s disk is full.');
    }
    const directory = this.#directories.get(service.name);
    if (!directory?.there) {
      if (present) throw new AndonError('NOT_FOUND', 'The directory is not there just now.');
      return;
    }
    const paths = (await this.#repositories.list(service.id, commit)).map(({ path }) => path);
    const wanted = paths.filter((path) => (what === 'spec' ? path === 'SPEC.md' : path.startsWith('BUILD/')));
    for (const path of wanted) {
      const text = (await this.#repositories.file(service.id, commit, path)) ?? '';
      if (what === 'spec') {
        directory.spec = text;
        continue;
      }
      const record = known.of(service.id).get(path) ?? [null];
      const present = directory.build.get(path);
      const hash = present === undefined ? null : contentHash(present);
      if (!record.includes(hash)) continue;
      known.writing(service.id, path, { taken: false, contents: [hash, contentHash(text)] });
      directory.build.set(path, text);
      known.wrote(service.id, path, contentHash(text));
    }
    if (what === 'build') known.published(service.id, commit);
    this.#changed(service.name);
  }

  #changed(name: string): void {
    const directory = this.#directories.get(name);
    if (!directory) return;
    this.#repositories.show(name, {
      ...(directory.spec === null ? {} : { 'SPEC.md': directory.spec }),
      ...Object.fromEntries(directory.build),
    });
    if (this.#faults.strikes('hintLost')) return;
    this.#timeline.after(100, () => {
      for (const listener of [...this.#listeners]) listener([name]);
    });
  }

  #hashes(name: string): Map<string, string> {
    return new Map([...this.build(name)].map(([path, text]) => [path, contentHash(text)]));
  }

  #sighting(name: string): Sighting | null {
    const directory = this.#directories.get(name);
    if (!directory?.there) return null;
    const paths = [...directory.build.keys()];
    return {
      name,
      directory: name,
      inode: directory.inode,
      spec:
        directory.spec === null
          ? null
          : { path: `${name}/SPEC.md`, hash: contentHash(directory.spec), text: directory.spec },
      evidence: {
        source: paths.some((path) => path.startsWith('BUILD/src/')),
        tests: paths.some((path) => path.startsWith('BUILD/tests/')),
        production: false,
      },
      buildHash: treeHash(this.#hashes(name)),
      problem: null,
    };
  }

  #sweep(): Sweep {
    return {
      sightings: [...this.#directories.keys()].flatMap((name) => this.#sighting(name) ?? []),
      suspended: null,
    };
  }
}
