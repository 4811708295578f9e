import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../errors.ts';

const names = z.record(z.string(), z.string()).optional();
const manifest = z.looseObject({
  name: z.string().optional(),
  type: z.string().optional(),
  main: z.string().optional(),
  scripts: names,
  dependencies: names,
  devDependencies: names,
  workspaces: z
    .union([z.array(z.string()), z.looseObject({ packages: z.array(z.string()).optional() })])
    .optional(),
});
export type NodeManifest = z.infer<typeof manifest>;

export type NodePackage = { readonly directory: string; readonly manifest: NodeManifest };

/** The `package.json` in `directory`, or why it cannot be read as one. */
export async function readManifest(
  directory: string,
): Promise<{ manifest: NodeManifest } | { unreadable: string }> {
  try {
    const text = await readFile(join(directory, 'package.json'), 'utf8');
    return { manifest: manifest.parse(JSON.parse(text)) };
  } catch (error) {
    return { unreadable: messageOf(error) };
  }
}

/** The packages of an npm monorepo, by the `workspaces` patterns of its root; empty for what is none. */
export async function workspacePackages(
  build: string,
  root: NodeManifest,
  files: readonly string[],
): Promise<NodePackage[]> {
  const patterns = Array.isArray(root.workspaces) ? root.workspaces : (root.workspaces?.packages ?? []);
  const wanted = patterns.map(patternOf);
  const packages: NodePackage[] = [];
  for (const path of files) {
    if (!path.endsWith('/package.json')) continue;
    const directory = path.slice(0, -'/package.json'.length);
    if (!wanted.some((pattern) => pattern.test(directory))) continue;
    const found = await readManifest(join(build, directory));
    if ('manifest' in found) packages.push({ directory, manifest: found.manifest });
  }
  return packages;
}

/** `packages/*` and `packages/**`, as npm reads them. */
function patternOf(glob: string): RegExp {
  const plain = glob.replace(/^\.\//, '').replace(/\/+$/, '');
  const source = plain
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*/g, '\u0000')
    .replace(/\*/g, '[^/]*')
    .replaceAll('\u0000', '.*');
  return new RegExp(`^${source}$`);
}
