import { posix } from 'node:path';
import { z } from 'zod';

const lockFile = z.looseObject({
  packages: z
    .record(z.string(), z.looseObject({ resolved: z.unknown().optional(), link: z.unknown().optional() }))
    .optional(),
});

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
  for (const [path, { resolved, link }] of Object.entries(parsed.data.packages)) {
    if (path === '') continue;
    const from = typeof resolved === 'string' ? resolved : '';
    const line = `${name}:${lineOf(text, path)}`;
    if (!isDependency(path) || link !== undefined || /^file:/i.test(from)) selfContained = false;
    if (leavesBuild(path) || (link !== undefined && leavesBuild(from))) {
      problems.push(`BUILD/${line} links "${path}" to "${from}", which is outside BUILD/`);
    } else if (/^git|\.git(?:#|$)/i.test(from)) {
      selfContained = false;
      if (!options.scripts) problems.push(fromGit(line, `"${path}" (${from})`));
    }
  }
  return { problems, selfContained };
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
