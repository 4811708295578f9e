import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GuidanceFile } from '../worker/driver.port.ts';

/**
 * Puts the user's files for agents into a fresh workspace and hides them from its own `.git`. They are no part of the
 * work: whoever commits it leaves them out. Paths that lead elsewhere are not written.
 */
export async function writeGuidance(directory: string, files: readonly GuidanceFile[]): Promise<void> {
  const safe = files.filter(({ path }) => isInside(path));
  for (const { path, text, executable } of safe) {
    const target = join(directory, path);
    await mkdir(dirname(target), { recursive: true });
    await rm(target, { force: true });
    await writeFile(target, text, { flag: 'wx', mode: executable ? 0o755 : 0o644 });
  }
  if (safe.length === 0) return;
  const hidden = safe.map(({ path }) => `/${path.replace(/[\\*?[\]!# ]/g, '\\$&')}\n`).join('');
  await mkdir(join(directory, '.git', 'info'), { recursive: true });
  await appendFile(join(directory, '.git', 'info', 'exclude'), hidden);
}

/** `BUILD/` and SPEC.md are the work itself. */
function isInside(path: string): boolean {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git')) {
    return false;
  }
  return !/[\\\0\n]/.test(path) && parts[0] !== 'BUILD' && path !== 'SPEC.md';
}
