import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A path short enough for a socket's, which the system cuts at 107 bytes. */
const parent = tmpdir().length > 70 ? '/tmp' : tmpdir();

/** A folder for the socket of a started service, told by its name as this process'. */
export async function socketFolder(): Promise<string> {
  return mkdtemp(join(parent, `andon-io-${process.pid}-`));
}

/** Removes the folders of processes that are gone: a killed one leaves those it had. */
export async function dropSocketFolders(): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(name.match(/^andon-io-(\d+)-/)?.[1]);
    if (pid > 0 && !isAlive(pid))
      await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process of that number is one all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
