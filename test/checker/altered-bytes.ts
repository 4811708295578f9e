import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ReleaseFile } from '../../src/release/release-directories.ts';

const run = promisify(execFile);

/** Files of a release that are not, byte for byte, those of the commit its record is of; one sentence each. */
export async function alteredBytes(home: string, { order, release, commit }: ReleaseFile): Promise<string[]> {
  const service = order.service.id;
  const repository = join(home, 'git', `${service}.git`);
  const { stdout } = await run('git', [`--git-dir=${repository}`, 'ls-tree', '-r', '-z', `${commit}:BUILD`], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const found: string[] = [];
  for (const line of stdout.split('\0')) {
    const [about = '', path] = line.split('\t');
    const [mode, , blob] = about.split(' ');
    if (path === undefined) continue;
    const file = join(home, 'releases', service, release, 'app', path);
    const bytes = await (mode === '120000' ? readlink(file).then(Buffer.from) : readFile(file)).catch(
      () => null,
    );
    if (bytes === null || blobOf(bytes) !== blob) {
      found.push(`${path} of ${release} is ${bytes === null ? 'not there' : 'not the one'} of ${commit}`);
    }
  }
  return found;
}

function blobOf(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
