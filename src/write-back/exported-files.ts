import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isUserContent } from '../contracts/tree-rules.ts';
import type { Repositories } from '../workspace/workspace.port.ts';

export type ExportedFile = { readonly path: string; readonly bytes: Buffer; readonly mode: number };

/** Hands `use` the content of one subtree of a commit, from a directory below `temp` that is gone afterwards. */
export async function withExport<T>(
  repositories: Repositories,
  order: { service: string; commit: string; subtree: string; temp: string },
  use: (paths: readonly string[], read: (path: string) => Promise<ExportedFile>) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(order.temp, 'publish-'));
  try {
    await repositories.export(order.service, order.commit, directory, order.subtree);
    const read = async (path: string): Promise<ExportedFile> => {
      const full = join(directory, path.slice(order.subtree.length + 1));
      const executable = ((await stat(full)).mode & 0o100) !== 0;
      return { path, bytes: await readFile(full), mode: executable ? 0o755 : 0o644 };
    };
    return await use(pathsBelow(directory, order.subtree), read);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Regular files only: links are never put into a user's tree. */
function pathsBelow(directory: string, prefix: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${prefix}/${entry.name}`;
      if (!isUserContent(path)) return [];
      if (entry.isDirectory()) return pathsBelow(join(directory, entry.name), path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}
