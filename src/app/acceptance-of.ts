import { constants } from 'node:fs';
import { lstat, mkdir, open, opendir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { acceptanceFolder } from '../contracts/tree-rules.ts';
import { AndonError } from '../errors.ts';

const mostFiles = 500;
const mostFileBytes = 1024 * 1024;
const mostBytes = 16 * 1024 * 1024;

/**
 * Copies the user's hidden tests of a service into a directory that only verification sees: plain files, nothing a link
 * leads to. False where there are none. Throws `CONFIG_INVALID` for a folder that is larger than tests are.
 */
export async function acceptanceOf(services: string, name: string, into: string): Promise<boolean> {
  const from = join(services, name, acceptanceFolder);
  const found = await lstat(from).catch(() => null);
  if (found === null || !found.isDirectory()) return false;
  const files = await filesBelow(from, '');
  let bytes = 0;
  for (const path of files) {
    const text = await contentOf(join(from, path));
    if (text === null) continue;
    bytes += text.length;
    if (bytes > mostBytes) throw tooLarge(name, `holds more than ${mostBytes / 1024 / 1024} MB`);
    const target = join(into, path);
    await mkdir(dirname(target), { recursive: true });
    const file = await open(target, 'wx', 0o644);
    await file.writeFile(text).finally(() => file.close());
  }
  return files.length > 0;

  async function filesBelow(root: string, below: string): Promise<string[]> {
    const list: string[] = [];
    for await (const entry of await opendir(join(root, below))) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === '__pycache__')
        continue;
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) list.push(...(await filesBelow(root, path)));
      else if (entry.isFile()) list.push(path);
      if (list.length > mostFiles) throw tooLarge(name, `holds more than ${mostFiles} files`);
    }
    return list;
  }

  /** Null for what is no plain file any more. */
  async function contentOf(path: string): Promise<Buffer | null> {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
      () => null,
    );
    if (file === null) return null;
    try {
      const stats = await file.stat();
      if (!stats.isFile()) return null;
      if (stats.size > mostFileBytes)
        throw tooLarge(name, `holds a file of more than ${mostFileBytes / 1024 / 1024} MB`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  }
}

function tooLarge(name: string, what: string): AndonError {
  return new AndonError('CONFIG_INVALID', `${name}/${acceptanceFolder} ${what}`);
}
