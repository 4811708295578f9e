import type { NodeManifest, NodePackage } from './node-manifest.ts';

const usualEntries = [
  'src/main.js',
  'src/server.js',
  'src/index.js',
  'src/main.mjs',
  'src/app.js',
  'server.js',
  'index.js',
  'main.js',
  'app.js',
];
const plainStart =
  /^node\s+((?:--(?:enable-source-maps|no-warnings|experimental-[\w-]+|import[= ]tsx)\s+)*)(\.?[\w./-]+\.[cm]?[jt]s)$/;
const tsxStart = /^tsx\s+(\.?[\w./-]+\.[cm]?[jt]s)$/;
const workspaceStart =
  /^npm\s+(?:(?:run\s+)?start|run-script\s+start)\s+(?:-w|--workspace)[= ]([\w@./-]+)$|^npm\s+(?:-w|--workspace)[= ]([\w@./-]+)\s+(?:run\s+)?start$/;

export type NodeEntry = { readonly start: readonly string[]; readonly file: string };

/**
 * How a Node service is started: by its `start` script when that is plain `node <file>`, by that of the workspace it names,
 * by `main`, or by a usual entry. Undefined when nothing says it.
 */
export function nodeEntry(
  manifest: NodeManifest,
  packages: readonly NodePackage[],
  files: readonly string[],
): NodeEntry | undefined {
  const own = entryOf(manifest, files, '');
  if (own) return own;
  const script = manifest.scripts?.start?.trim().match(workspaceStart);
  const name = (script?.[1] ?? script?.[2])?.replace(/^\.\//, '');
  const named = packages.filter((one) => one.directory === name || one.manifest.name === name);
  const startable = packages.filter((one) => one.manifest.scripts?.start !== undefined);
  const candidates = named.length > 0 ? named : startable.length > 0 ? startable : packages;
  const found = candidates.flatMap((one) => entryOf(one.manifest, files, `${one.directory}/`) ?? []);
  return named.length > 0 || found.length === 1 ? found[0] : undefined;
}

function entryOf(manifest: NodeManifest, files: readonly string[], below: string): NodeEntry | undefined {
  const script = manifest.scripts?.start?.trim() ?? '';
  const [, flags = '', plain] = script.match(plainStart) ?? [];
  if (plain) return { start: ['node', ...words(flags), inside(below, plain)], file: inside(below, plain) };
  const tsx = script.match(tsxStart)?.[1];
  if (tsx) return { start: ['node', '--import', 'tsx', inside(below, tsx)], file: inside(below, tsx) };
  // A library's `main` starts nothing: only a package that has a start script is started by it.
  const main = below === '' || manifest.scripts?.start !== undefined ? manifest.main : undefined;
  const entry = main ?? usualEntries.find((path) => files.includes(`${below}${path}`));
  return entry ? { start: ['node', inside(below, entry)], file: inside(below, entry) } : undefined;
}

function inside(below: string, path: string): string {
  return below === '' ? path : `${below}${path.replace(/^\.\//, '')}`;
}

function words(flags: string): string[] {
  return flags
    .trim()
    .split(/[\s=]+/)
    .filter((word) => word !== '');
}
