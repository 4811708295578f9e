import { posix } from 'node:path';
import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const specs = z.record(z.string(), z.unknown()).optional().catch(undefined);
const entry = z.looseObject({
  name: text,
  version: text,
  resolved: text,
  link: z.unknown().optional(),
  dependencies: specs,
  devDependencies: specs,
  optionalDependencies: specs,
  peerDependencies: specs,
});
const lockFile = z.looseObject({ packages: z.record(z.string(), entry).optional() });
type Entry = z.infer<typeof entry>;

const mostProblems = 20;

export type LockReading = {
  /** What keeps it from being installed, for the builder. */
  readonly problems: readonly string[];
  /** The result depends on the lock file, the manifest and the registries alone. */
  readonly selfContained: boolean;
};

/**
 * What an npm lock file takes from elsewhere than the registries: links to folders, archives in `BUILD/`, git and the web.
 * Without scripts nothing may come from git, since npm prepares such a package by running it.
 */
export function readNpmLock(name: string, text: string, options: { scripts: boolean }): LockReading {
  const parsed = lockFile.safeParse(jsonOf(text));
  // npm says itself, in better words, what is wrong with the file.
  if (!parsed.success || !parsed.data.packages) {
    const git = /^.*"(?:version|resolved|from)"\s*:\s*"git.*$/im.exec(text);
    const line = `${name}:${git ? text.slice(0, git.index).split('\n').length : 1}`;
    const problems = git && !options.scripts ? [fromGit(line, git[0].trim())] : [];
    return { problems, selfContained: false };
  }
  const problems: string[] = [];
  let selfContained = true;
  const archives = ownArchives(parsed.data.packages);
  for (const [path, one] of Object.entries(parsed.data.packages)) {
    if (path === '') continue;
    const { resolved: from = '', link } = one;
    const isFile = /^file:/i.test(from);
    const isGit = /^git|\.git(?:#|$)/i.test(from);
    if (!isDependency(path) || link !== undefined || isFile || isGit) selfContained = false;
    if (problems.length === mostProblems) continue;
    const line = () => `${name}:${lineOf(text, path)}`;
    if (leavesBuild(path) || (link !== undefined && leavesBuild(from)))
      problems.push(`BUILD/${line()} links "${path}" to "${from}", which is outside BUILD/`);
    else if (isGit && !options.scripts) problems.push(fromGit(line(), `"${path}" (${from})`));
    else if (isFile && link === undefined && !archives.has(packageOf(path)))
      problems.push(`BUILD/${line()} takes "${path}" from ${from}, which no package.json asks for`);
    else if (isAnother(path, one))
      problems.push(
        `BUILD/${line()} says "${path}" is ${one.version} and takes it from ${from}, which is another`,
      );
  }
  return { problems, selfContained };
}

/** Packages that a `package.json` of the service itself takes from an archive. */
function ownArchives(packages: Readonly<Record<string, Entry>>): Set<string> {
  const own = Object.entries(packages).filter(([path]) => !isDependency(path));
  const asked = own.flatMap(([, { dependencies, devDependencies, optionalDependencies, peerDependencies }]) =>
    Object.entries({ ...peerDependencies, ...devDependencies, ...optionalDependencies, ...dependencies }),
  );
  return new Set(asked.flatMap(([name, spec]) => (/^file:/i.test(String(spec)) ? [name] : [])));
}

/** Whether the address, where it is written as npm's registries do, is that of another package or version. */
function isAnother(path: string, { name, version, resolved = '' }: Entry): boolean {
  const [, found = '', archive = ''] =
    /^https?:.*?\/((?:@[^/]+(?:\/|%2f))?[^/]+)\/-\/(?:[^/?#]+\/)?([^/?#]+)\.tgz$/i.exec(resolved) ?? [];
  if (found === '') return false;
  const wanted = (name ?? packageOf(path)).toLowerCase();
  if (found.toLowerCase().replace('%2f', '/') !== wanted) return true;
  if (version === undefined) return false;
  const file = `${wanted.split('/').at(-1)}-${version.toLowerCase().replace(/\+.*$/, '')}`;
  return archive.toLowerCase().replace(/\+.*$/, '') !== file;
}

/** `node_modules/a/node_modules/@b/c` → `@b/c`. */
function packageOf(path: string): string {
  return path.split('node_modules/').at(-1) ?? path;
}

function fromGit(line: string, what: string): string {
  return `BUILD/${line} takes ${what.slice(0, 300)} from git, which runs its scripts: take it from the registry, or let the service's andon.yaml say install.scripts: true and name the host under install.network`;
}

/** `node_modules/…`; everything else is a workspace. */
function isDependency(path: string): boolean {
  return path.startsWith('node_modules/');
}

function leavesBuild(path: string): boolean {
  const plain = posix.normalize(path.replace(/^file:/i, ''));
  return plain === '..' || plain.startsWith('../') || plain.startsWith('/');
}

function lineOf(text: string, path: string): number {
  const at = text.indexOf(`${JSON.stringify(path)}:`);
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
