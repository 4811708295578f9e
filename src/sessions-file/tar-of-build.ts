import { constants, lstatSync, readdirSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isUserContent } from '../contracts/tree-rules.ts';
import { AndonError } from '../errors.ts';

const block = 512;
const totalLimit = 200 * 1024 * 1024;

/**
 * Writes `BUILD/` of a service directory into `file` as a tar archive: its regular files as they are now, without links,
 * caches, databases and secrets. Returns how many they are. Throws `SUBMISSION_REFUSED` for what cannot be packed.
 */
export async function writeTarOfBuild(directory: string, file: string): Promise<number> {
  const paths = lstatSync(join(directory, 'BUILD'), { throwIfNoEntry: false })?.isDirectory()
    ? pathsBelow(directory, 'BUILD')
    : [];
  const parts: Buffer[] = [];
  let total = 0;
  for (const path of paths) {
    const handle = await open(
      join(directory, path),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      const stats = await handle.stat();
      total += stats.size;
      if (total > totalLimit) throw refused('BUILD/ is larger than 200 MB');
      const bytes = await handle.readFile();
      const executable = (stats.mode & 0o100) !== 0;
      parts.push(header(path, bytes.length, executable), bytes, padding(bytes.length));
    } finally {
      await handle.close();
    }
  }
  await writeFile(file, Buffer.concat([...parts, Buffer.alloc(2 * block)]), { mode: 0o600 });
  return paths.length;
}

function pathsBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (!isUserContent(path)) return [];
      if (entry.isDirectory()) return pathsBelow(root, path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}

/** One header of the ustar format: name in 100 bytes, or with its folders in 155 more. */
function header(path: string, size: number, executable: boolean): Buffer {
  const [prefix, name] = split(path);
  const bytes = Buffer.alloc(block);
  bytes.write(name, 0, 'utf8');
  bytes.write(`${octal(executable ? 0o755 : 0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100, 'latin1');
  bytes.write(`${octal(size, 11)}\0${octal(0, 11)}\0`, 124, 'latin1');
  bytes.write('        0', 148, 'latin1');
  bytes.write('ustar\x0000', 257, 'latin1');
  bytes.write(prefix, 345, 'utf8');
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  return bytes;
}

function split(path: string): [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ['', path];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(name) <= 100) return [prefix, name];
  }
  throw refused(`the path ${path.slice(0, 120)}… is too long`);
}

function padding(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function refused(reason: string): AndonError {
  return new AndonError('SUBMISSION_REFUSED', `The submission is refused: ${reason}.`, { reasons: [reason] });
}
