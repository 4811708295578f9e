import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const shell = 'mount -t tmpfs -o "$1" tmpfs "$2" && shift && d="$1" && shift && exec "$@" "$d"';

/**
 * Runs a TypeScript file with a small file system of its own as its argument, which no other process sees, and resolves
 * with what it printed. `options` are tmpfs's: `size=2m`, `nr_inodes=40`.
 */
export async function onSmallDisk(file: URL, options: string): Promise<unknown> {
  const directory = await mkdtemp(join(tmpdir(), 'andon-disk-'));
  try {
    const program = [process.execPath, '--import', 'tsx', fileURLToPath(file)];
    const words = [
      '--user',
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      shell,
      'sh',
      options,
      directory,
      ...program,
    ];
    const { stdout } = await run('/usr/bin/unshare', words, { timeout: 50_000 });
    return JSON.parse(stdout);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
