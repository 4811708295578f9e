import { mkdir, rename, rm } from 'node:fs/promises';
import { listTree } from './tree-listing.ts';

/** A folder where npm and pip keep packages between installs. */
export type PackageFolder = {
  /** Lends the folder; when nobody has it and it has grown too large it is emptied. */
  lend<T>(work: (path: string) => Promise<T>): Promise<T>;
};

/** `largestBytes` may be passed by what one install fetches. */
export function createPackageFolder(path: string, largestBytes: number): PackageFolder {
  let lent = 0;
  return {
    lend: async (work) => {
      lent += 1;
      try {
        await mkdir(path, { recursive: true, mode: 0o700 });
        return await work(path);
      } finally {
        const listing = lent === 1 ? await listTree(path).catch(() => null) : null;
        const bytes = [...(listing?.values() ?? [])].reduce((sum, { size }) => sum + size, 0);
        if (lent === 1 && bytes > largestBytes) await empty(path);
        lent -= 1;
      }
    },
  };
}

/** Out of the way first: the next to ask does not wait until everything is deleted. */
async function empty(path: string): Promise<void> {
  const old = `${path}.old`;
  await rm(old, { recursive: true, force: true });
  await rename(path, old);
  await rm(old, { recursive: true, force: true });
}
