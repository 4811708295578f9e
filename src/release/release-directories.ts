import { createHash } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { faultPoint } from '../fault-points.ts';
import { readJson, writeJson } from './atomic-file.ts';
import { exportedTree } from './exported-tree.ts';
import type { DeployOrder } from './release.port.ts';

const deployOrder = z.object({
  service: z.object({ id: z.string(), name: z.string() }),
  release: z.string(),
  commit: z.string(),
  change: z.number(),
  record: z.string(),
  secrets: z.array(z.string()),
  services: z.array(z.string()),
  overlap: z.boolean().optional(),
});

const releaseFile = z.object({
  release: z.string(),
  commit: z.string(),
  change: z.number(),
  record: z.string(),
  version: z.string(),
  /** When it was made, epoch milliseconds. */
  at: z.number(),
  /** SHA-256 over paths, modes and bytes of the exported tree. */
  digest: z.string(),
  /** Hash of the exported files as their verification record has it; undefined in releases that 0.1.0 made. */
  tree: z.string().optional(),
  order: deployOrder,
});
export type ReleaseFile = z.infer<typeof releaseFile>;

/** `<root>/<service id>/<release id>/`: `app/` (read-only), `release.json` (written last: without it nothing counts). */
export interface ReleaseDirectories {
  of(service: string, release: string): { root: string; app: string; provingData: string };
  /**
   * Makes the directory unless it is there whole. `prepare` runs in the exported files, whose hash is `tree`, before they
   * become read-only.
   */
  make(order: DeployOrder, prepare: (app: string, tree: string) => Promise<void>): Promise<ReleaseFile>;
  read(service: string, release: string): Promise<ReleaseFile | undefined>;
  /** Newest first. */
  list(service: string): Promise<ReleaseFile[]>;
  services(): Promise<string[]>;
  /** Names of everything kept for a service, whole or not. */
  names(service: string): Promise<string[]>;
  remove(service: string, release: string): Promise<void>;
}

export type ReleaseDirectoriesOptions = {
  readonly root: string;
  readonly exportCommit: (service: string, commit: string, directory: string) => Promise<void>;
  readonly now: () => number;
};

export function createReleaseDirectories(options: ReleaseDirectoriesOptions): ReleaseDirectories {
  const of = (service: string, release: string) => {
    const root = join(options.root, service, release);
    return { root, app: join(root, 'app'), provingData: join(root, 'proving-data') };
  };
  const read = (service: string, release: string) =>
    readJson(join(of(service, release).root, 'release.json'), releaseFile);
  const remove = async (service: string, release: string) => {
    const { root } = of(service, release);
    await rm(root, { recursive: true, force: true });
  };
  const names = async (service: string) => directoriesIn(join(options.root, service));

  return {
    of,
    read,
    remove,
    names,
    services: () => directoriesIn(options.root),
    make: async (order, prepare) => {
      const { id } = order.service;
      const whole = await read(id, order.release);
      if (whole && whole.commit === order.commit) return whole;
      await remove(id, order.release);
      const { root, app } = of(id, order.release);
      await mkdir(app, { recursive: true, mode: 0o700 });
      await options.exportCommit(id, order.commit, app);
      faultPoint('release.make.exported');
      const digest = await digestOf(app);
      const tree = await exportedTree(app);
      const version = (await packageVersion(app)) ?? order.commit.slice(0, 7);
      await prepare(app, tree);
      await setReadOnly(app);
      const { release, commit, change, record } = order;
      const kept = { ...order, secrets: [...order.secrets], services: [...order.services] };
      const file = { release, commit, change, record, version, at: options.now(), digest, tree, order: kept };
      await writeJson(join(root, 'release.json'), file);
      faultPoint('release.make.written');
      return file;
    },
    list: async (service) => {
      const files = await Promise.all((await names(service)).map((release) => read(service, release)));
      return files.filter((file) => file !== undefined).sort((a, b) => b.at - a.at);
    },
  };
}

/** A copy of a service's data to prove a release on. Sockets and pipes are left out; a file that goes meanwhile is looked for again. */
export async function copyData(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await rm(to, { recursive: true, force: true });
    await mkdir(to, { recursive: true, mode: 0o700 });
    try {
      await cp(from, to, {
        recursive: true,
        verbatimSymlinks: true,
        preserveTimestamps: true,
        filter: async (path) => {
          const stats = await lstat(path).catch(() => null);
          return stats !== null && (stats.isFile() || stats.isDirectory() || stats.isSymbolicLink());
        },
      });
      return;
    } catch (error) {
      const vanished = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!vanished || attempt === 3) throw error;
    }
  }
}

async function directoriesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** Files only: the service sees the directory read-only anyway, and its owner can still remove a home with `rm -r`. */
async function setReadOnly(path: string): Promise<void> {
  const stats = await lstat(path);
  if (stats.isSymbolicLink()) return;
  if (!stats.isDirectory()) return chmod(path, stats.mode & 0o777 & ~0o222);
  for (const name of await readdir(path)) await setReadOnly(join(path, name));
}

async function digestOf(root: string): Promise<string> {
  const hash = createHash('sha256');
  const add = async (below: string): Promise<void> => {
    const entries = await readdir(join(root, below), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(below, entry.name);
      if (entry.isDirectory()) await add(path);
      else {
        const link = entry.isSymbolicLink();
        const bytes = link ? Buffer.from(await readlink(join(root, path))) : await readFile(join(root, path));
        hash.update(`${path}\0${link ? 'link' : 'file'}\0${bytes.length}\0`).update(bytes);
      }
    }
  };
  await add('');
  return `sha256:${hash.digest('hex')}`;
}

const packageJson = z.looseObject({ version: z.string().min(1).max(64) });

async function packageVersion(app: string): Promise<string | undefined> {
  return (await readJson(join(app, 'package.json'), packageJson))?.version;
}
