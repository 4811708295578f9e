import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DriverEvents } from '../../driver.port.ts';

/** What stands in `BUILD/` of a workspace: text by path, and whether this driver wrote it. */
export type PresentBuild = { readonly files: ReadonlyMap<string, string>; readonly isOwn: boolean };

const skipped = new Set(['node_modules', '.git', '__pycache__', '.pytest_cache', 'data', 'coverage']);

/** Reads `BUILD/`; one that is not there has no files. */
export async function readBuild(workspace: string): Promise<PresentBuild> {
  const root = join(workspace, 'BUILD');
  const files = new Map<string, string>();
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name).slice(root.length + 1);
    if (!entry.isFile() || path.split('/').some((part) => skipped.has(part))) continue;
    files.set(path, await readFile(join(root, path), 'utf8'));
  }
  const marked = [files.get('package.json'), files.get('requirements.txt'), files.get('README.md')];
  return {
    files,
    isOwn: marked.some(
      (text) => text !== undefined && /andon-reference|reference driver of Andon/.test(text),
    ),
  };
}

/**
 * Writes the files of a build and removes those an earlier build of this driver left; false when it was told to stop.
 */
export async function writeBuild(
  workspace: string,
  files: ReadonlyMap<string, string>,
  present: PresentBuild,
  events: DriverEvents,
  signal: AbortSignal,
): Promise<boolean> {
  const root = join(workspace, 'BUILD');
  let count = 0;
  for (const [path, text] of files) {
    if (signal.aborted) return false;
    events.progress(10 + Math.round((85 * count) / files.size), `writing ${path}`);
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    events.log(`wrote BUILD/${path} (${text.length} bytes)`);
    count += 1;
  }
  for (const path of present.isOwn ? present.files.keys() : [])
    if (!files.has(path)) {
      await rm(join(root, path), { force: true });
      events.log(`removed BUILD/${path}`);
    }
  return !signal.aborted;
}
