import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const installed = ['node_modules', '.deps'];
/** Where runners keep their own notes below what was installed. */
const notes = ['.cache', '.vite', '.vite-temp', '.vitest'];

export type FrozenPaths = { readonly readable: readonly string[]; readonly writable: readonly string[] };

/**
 * What a command finds in `build` and may not change: everything that is there now. New files and folders may be made
 * beside it; runners may write their notes below `node_modules`.
 */
export async function frozenPaths(build: string): Promise<FrozenPaths> {
  const names: string[] = await readdir(build).catch(() => []);
  const writable: string[] = [];
  if (names.includes('node_modules')) {
    for (const name of notes) {
      const folder = join(build, 'node_modules', name);
      await mkdir(folder, { recursive: true });
      writable.push(folder);
    }
  }
  const content = names.filter((name) => !installed.includes(name) && !isMade(name));
  const there = names.filter((name) => installed.includes(name));
  return { readable: [...content, ...there].map((name) => join(build, name)), writable };
}

/** Left by tools of an earlier run, which the next one writes again. */
function isMade(name: string): boolean {
  return ['coverage', 'htmlcov', '__pycache__', '.pytest_cache', '.nyc_output', '.coverage'].includes(name);
}
