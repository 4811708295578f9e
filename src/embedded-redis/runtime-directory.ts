import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { AndonError } from '../errors.ts';

/** A unix socket's path fits into 108 bytes with its closing zero. */
const LONGEST_SOCKET_PATH = 107;

/**
 * The short directory of a home's Redis socket below `base` (`XDG_RUNTIME_DIR`, `/tmp`): this user's alone, the same
 * one on every start. Throws `CONFIG_INVALID` when somebody else owns it or the path is too long for a socket.
 */
export async function socketPath(home: string, base: string): Promise<string> {
  const user = process.getuid?.() ?? 0;
  const id = createHash('sha256')
    .update(await realpath(home))
    .digest('hex')
    .slice(0, 12);
  const directory = join(base, `andon-${user}-${id}`);
  const socket = join(directory, 'redis.sock');
  if (Buffer.byteLength(socket) > LONGEST_SOCKET_PATH) {
    throw new AndonError(
      'CONFIG_INVALID',
      `The runtime directory ${base} is too long for a unix socket (${socket} is over ${LONGEST_SOCKET_PATH} bytes); choose a shorter one.`,
    );
  }
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const found = await lstat(directory);
  if (!found.isDirectory() || found.uid !== user) {
    throw new AndonError(
      'CONFIG_INVALID',
      `${directory} belongs to somebody else; remove it, or choose another runtime directory.`,
    );
  }
  await chmod(directory, 0o700);
  return socket;
}
