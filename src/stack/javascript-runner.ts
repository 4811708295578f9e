import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { JavascriptRunner } from './javascript-tests.ts';
import type { NodeManifest } from './node-manifest.ts';

type Package = Exclude<JavascriptRunner, 'node'>;
const known: readonly Package[] = ['vitest', 'jest', 'mocha'];

/** The runner that the packages depend on: what the `test` script names where there are several; Node's own without any. */
export function javascriptRunner(manifests: readonly NodeManifest[]): JavascriptRunner {
  const wanted = known.filter((name) => manifests.some((one) => versionOf(one, name) !== undefined));
  const scripts = manifests.map((one) => one.scripts?.test ?? '').join('\n');
  return wanted.find((name) => new RegExp(`\\b${name}\\b`).test(scripts)) ?? wanted[0] ?? 'node';
}

const lockFile = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      resolved: z.string().optional(),
      link: z.boolean().optional(),
      name: z.string().optional(),
    }),
  ),
});

/**
 * Why the package that tests would be run by is not the one the registry has under that name: a folder of the service, an
 * archive or another package in its place. Null when nothing speaks against it.
 */
export async function distrustOf(
  build: string,
  name: Package,
  manifests: readonly NodeManifest[],
): Promise<string | null> {
  for (const manifest of manifests) {
    const version = versionOf(manifest, name);
    if (version !== undefined && !isFromRegistry(version, name)) {
      return `package.json takes ${name} from "${version}": a test runner comes from the registry by its own name and version`;
    }
  }
  const text = await readFile(join(build, 'package-lock.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const { packages } = lockFile.parse(JSON.parse(text));
    const entry = packages[`node_modules/${name}`];
    if (entry === undefined) return null;
    const foreign =
      entry.resolved !== undefined &&
      !new RegExp(`^https?://[^?#]*/${name}/-/${name}-[^/]+\\.tgz`).test(entry.resolved);
    if (entry.link === true || (entry.name !== undefined && entry.name !== name) || foreign) {
      return `package-lock.json takes ${name} from "${entry.resolved ?? entry.name ?? 'a link'}": a test runner comes from the registry by its own name`;
    }
    return null;
  } catch {
    return null;
  }
}

function versionOf(manifest: NodeManifest, name: string): string | undefined {
  return manifest.devDependencies?.[name] ?? manifest.dependencies?.[name];
}

function isFromRegistry(version: string, name: string): boolean {
  const alias = version.match(/^npm:(.+?)(?:@[^@/]*)?$/)?.[1];
  return alias === undefined ? !/[:/]/.test(version) : alias === name;
}
