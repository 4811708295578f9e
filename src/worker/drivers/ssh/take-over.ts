import { lstat, mkdir, open, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ArchiveEntry, ArchiveRefused, readArchive } from './read-archive.ts';

const mostEntries = 100_000;
const mostBytes = 1024 ** 3;

/**
 * Puts what is in the archive in place of what is in the folder, but for its `.git`. Everything is checked and written beside
 * it first: a refusal changes nothing. Throws `ArchiveRefused`.
 */
export async function takeOver(archive: string, folder: string): Promise<void> {
  const staging = `${folder}.incoming`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: 0o700 });
  try {
    await unpack(archive, staging);
    for (const name of await readdir(folder))
      if (name !== '.git') await rm(join(folder, name), { recursive: true, force: true });
    for (const name of await readdir(staging)) await rename(join(staging, name), join(folder, name));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function unpack(archive: string, folder: string): Promise<void> {
  const file = await open(archive, 'r');
  const links: ArchiveEntry[] = [];
  let entries = 0;
  let bytes = 0;
  const read = async (offset: number, length: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };
  try {
    await readArchive(read, async (entry, contentAt) => {
      entries += 1;
      bytes += entry.size;
      if (entries > mostEntries || bytes > mostBytes) throw new ArchiveRefused('there is too much in it');
      if (entry.path.split('/')[0] === '.git') return;
      // Links come last: nothing is ever written through one.
      if (entry.kind === 'link') links.push(entry);
      else await write(folder, entry, await read(contentAt, entry.size));
    });
    const linked = new Set(links.map(({ path }) => path));
    for (const { path, target } of links) {
      if (parentsOf(path).some((parent) => linked.has(parent)))
        throw new ArchiveRefused(`"${path}" lies behind a link`);
      const place = join(folder, path);
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      if (await lstat(place).catch(() => undefined)) throw new ArchiveRefused(`"${path}" is in it twice`);
      await symlink(target, place);
    }
  } finally {
    await file.close();
  }
}

function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

async function write(folder: string, { path, kind, executable, size }: ArchiveEntry, content: Buffer) {
  const place = join(folder, path);
  if (kind === 'directory') {
    await mkdir(place, { recursive: true, mode: 0o700 });
    return;
  }
  if (content.length < size) throw new ArchiveRefused('it ends too early');
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  await writeFile(place, content, { mode: executable ? 0o755 : 0o644 });
}
