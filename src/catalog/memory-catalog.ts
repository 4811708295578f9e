import { normaliseSpec } from '../contracts/spec-text.ts';
import { contentHash, treeHash } from '../contracts/tree-hash.ts';
import { isUserContent } from '../contracts/tree-rules.ts';
import type { Catalog, Sighting, Sweep } from './catalog.port.ts';
import { evidenceOf } from './find-evidence.ts';

type Directory = { readonly inode: number; readonly files: Map<string, string> };

/** A services root in memory: what the simulation and tests write here is seen as if it stood on disk. */
export class MemoryCatalog implements Catalog {
  readonly #directories = new Map<string, Directory>();
  readonly #listeners = new Set<(names: readonly string[] | null) => void>();
  #inodes = 0;
  #suspended: string | null = null;

  async start(): Promise<void> {}

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  /** Writes one file (`SPEC.md`, `BUILD/src/main.js`); null removes it. Hints as a watcher would. */
  write(name: string, path: string, content: string | null): void {
    let directory = this.#directories.get(name);
    if (directory === undefined) {
      this.#inodes += 1;
      directory = { inode: this.#inodes, files: new Map() };
      this.#directories.set(name, directory);
    }
    if (content === null) directory.files.delete(path);
    else directory.files.set(path, content);
    this.#hint([name]);
  }

  rename(from: string, to: string): void {
    const directory = this.#directories.get(from);
    if (directory === undefined) return;
    this.#directories.delete(from);
    this.#directories.set(to, directory);
    this.#hint([from, to]);
  }

  remove(name: string): void {
    this.#directories.delete(name);
    this.#hint([name]);
  }

  /** From now on sweeps say the root cannot be read; null ends it. */
  suspend(reason: string | null): void {
    this.#suspended = reason;
  }

  onHint(listener: (names: readonly string[] | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async look(name: string): Promise<Sighting | null> {
    const directory = this.#directories.get(name);
    return directory === undefined ? null : sightingOf(name, directory);
  }

  async buildFiles(name: string): Promise<ReadonlyMap<string, string>> {
    return buildOf(this.#directories.get(name)?.files ?? new Map());
  }

  async sweep(): Promise<Sweep> {
    if (this.#suspended !== null) return { sightings: [], suspended: this.#suspended };
    return {
      sightings: [...this.#directories].map(([name, directory]) => sightingOf(name, directory)),
      suspended: null,
    };
  }

  #hint(names: readonly string[]): void {
    for (const listener of this.#listeners) listener(names);
  }
}

function buildOf(files: ReadonlyMap<string, string>): Map<string, string> {
  const build = [...files].filter(([path]) => path.startsWith('BUILD/') && isUserContent(path));
  return new Map(build.map(([path, content]) => [path, contentHash(content)]));
}

function sightingOf(name: string, { inode, files }: Directory): Sighting {
  const text = files.get('SPEC.md') ?? files.get('SPECS.md');
  const build = buildOf(files);
  const sized = [...build.keys()].map((path) => ({ path, size: files.get(path)?.length ?? 0 }));
  const production = (files.get('PRODUCTION/release.json') ?? '') !== '';
  const normal = text === undefined ? null : normaliseSpec(text);
  return {
    name,
    directory: `memory/${name}`,
    inode,
    spec:
      normal === null ? null : { path: `memory/${name}/SPEC.md`, hash: contentHash(normal), text: normal },
    evidence: evidenceOf(sized, normal !== null, production),
    buildHash: treeHash(build),
    problem: null,
  };
}
