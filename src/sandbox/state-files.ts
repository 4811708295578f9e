import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AndonError } from '../errors.ts';
import { seccompFilter } from './seccomp-filter.ts';

/** Files a sandbox is built with. They outlive Andon, as the services it started do. */
export type StateFiles = {
  /** The system call filter; null where none is known for this processor. */
  readonly filter: string | null;
  /** What stands in `/etc` in place of this machine's own: file name → path. With the whole network its `hosts` is shown over ours. */
  readonly etc: Readonly<Record<string, string>>;
};

/** Nobody of this machine: who the command is inside. */
export const insideUser = 1_000;

const etc = {
  passwd: `root:x:0:0:root:/:/bin/sh\nandon:x:${insideUser}:${insideUser}:andon:/tmp:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n`,
  group: `root:x:0:\nandon:x:${insideUser}:\nnogroup:x:65534:\n`,
  hosts: '127.0.0.1 localhost andon\n::1 localhost\n',
};

// Asked of the process: some containers run as a number that no account has.
const user = process.getuid?.() ?? -1;

/**
 * Writes the files into `directory`, default a private one of this user's below the temporary directory. Throws
 * `CONFIG_INVALID` when somebody else owns that.
 */
export function stateFiles(directory: string = join(tmpdir(), `andon-sandbox-${user}`)): StateFiles {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const found = lstatSync(directory);
  if (!found.isDirectory() || (found.uid !== user && user !== -1)) {
    throw new AndonError('CONFIG_INVALID', `${directory} belongs to somebody else; remove it`);
  }
  const keep = (name: string, content: Buffer | string): string => {
    const path = join(directory, name);
    const bytes = Buffer.from(content);
    if (!sameBytes(path, bytes)) {
      const scratch = `${path}.${process.pid}.part`;
      writeFileSync(scratch, bytes, { mode: 0o444 });
      renameSync(scratch, path);
    }
    return path;
  };
  const filter = process.platform === 'linux' ? seccompFilter(process.arch) : null;
  return {
    filter: filter && keep('system-calls.bpf', filter),
    etc: Object.fromEntries(Object.entries(etc).map(([name, text]) => [name, keep(name, text)])),
  };
}

function sameBytes(path: string, bytes: Buffer): boolean {
  try {
    return lstatSync(path).isFile() && readFileSync(path).equals(bytes);
  } catch {
    return false;
  }
}
