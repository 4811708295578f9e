import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { treeHash } from '../contracts/tree-hash.ts';
import { isIgnoredDirectory, isServiceName } from '../contracts/tree-rules.ts';
import { messageOf } from '../errors.ts';
import { andonYamlStamp, readAndonYaml } from './andon-yaml-file.ts';
import { hashFiles, listBuild } from './build-tree.ts';
import type { Sighting } from './catalog.port.ts';
import { evidenceOf, hasProduction } from './find-evidence.ts';
import { findSpec, readSpec } from './read-spec.ts';

type Known = { readonly stamp: string; readonly buildStamp: string | null; readonly sighting: Sighting };

/**
 * Reads service directories. What has not changed by its stamps (inode, size, times) is answered from memory, so that a
 * sweep over thousands of unchanged services reads no file.
 */
export class DirectoryReader {
  readonly #root: string;
  readonly #known = new Map<string, Known>();

  constructor(root: string) {
    this.#root = root;
  }

  /** The service as it is on disk now; null when it is not there or not a directory. Never rejects. */
  async look(name: string): Promise<Sighting | null> {
    if (isIgnoredDirectory(name)) return null;
    const directory = join(this.#root, name);
    let inode = 0;
    try {
      const stats = lstatSync(directory, { throwIfNoEntry: false });
      if (stats === undefined || !stats.isDirectory()) {
        this.#known.delete(name);
        return null;
      }
      inode = stats.ino;
      if (!isServiceName(name)) return unreadable(name, directory, inode, badName);
      return await this.#read(name, directory, inode);
    } catch (error) {
      this.#known.delete(name);
      return unreadable(name, directory, inode, `${name} cannot be read: ${messageOf(error)}`);
    }
  }

  async buildFiles(name: string): Promise<ReadonlyMap<string, string>> {
    const directory = join(this.#root, name);
    return hashFiles(directory, listBuild(directory).files);
  }

  /** Forgets names that are not among these. */
  keep(names: ReadonlySet<string>): void {
    for (const name of this.#known.keys()) if (!names.has(name)) this.#known.delete(name);
  }

  async #read(name: string, directory: string, inode: number): Promise<Sighting> {
    const spec = findSpec(directory);
    const build = listBuild(directory);
    const production = hasProduction(directory);
    const own = andonYamlStamp(directory);
    const stamp = `${inode} ${spec?.path} ${spec?.stamp} ${own} ${build.stamp} ${production}`;
    const known = this.#known.get(name);
    if (known?.stamp === stamp) return known.sighting;
    const sighting: Sighting = {
      name,
      directory,
      inode,
      spec: spec === null ? null : await readSpec(spec),
      settings: own === '' ? undefined : await readAndonYaml(directory),
      evidence: evidenceOf(build.files, spec !== null, production),
      buildHash:
        known !== undefined && known.buildStamp === build.stamp
          ? known.sighting.buildHash
          : treeHash(await hashFiles(directory, build.files)),
      problem: build.problem,
    };
    this.#known.set(name, { stamp, buildStamp: build.stamp, sighting });
    return sighting;
  }
}

const badName =
  'the directory’s name cannot be a service’s: use letters, digits, dot, dash and underscore, at most 63, beginning with a letter or digit';

function unreadable(name: string, directory: string, inode: number, problem: string): Sighting {
  return {
    name,
    directory,
    inode,
    spec: null,
    evidence: { source: false, tests: false, production: false },
    buildHash: null,
    problem,
    unreadable: true,
  };
}
