import { posix } from 'node:path';

/** A file of a tree as the rules see it. */
export type SubmittedFile = {
  readonly path: string;
  readonly mode: string;
  readonly blob: string;
  readonly size: number;
  /** Only of links. */
  readonly target?: string | undefined;
};

export const submissionLimits = {
  files: 20_000,
  fileBytes: 10 * 1024 * 1024,
  totalBytes: 200 * 1024 * 1024,
} as const;

const shownProblems = 50;

/**
 * What a submission breaks, one sentence each; empty when it may come in. Only paths below `allowed` may differ from
 * the base; nothing may point out of its folder, pose as git's own, or be too large.
 */
export function submissionProblems(
  base: readonly SubmittedFile[],
  files: readonly SubmittedFile[],
  allowed: readonly string[],
): string[] {
  const problems = [
    ...strayChanges(base, files, allowed),
    ...files.flatMap(fileProblems),
    ...collisions(files.map((file) => file.path)),
    ...sizeProblems(files),
  ];
  const more = problems.length - shownProblems;
  return more > 0 ? [...problems.slice(0, shownProblems), `and ${more} more`] : problems;
}

function strayChanges(
  base: readonly SubmittedFile[],
  files: readonly SubmittedFile[],
  allowed: readonly string[],
): string[] {
  const before = new Map(base.map((file) => [file.path, `${file.mode} ${file.blob}`]));
  const after = new Map(files.map((file) => [file.path, `${file.mode} ${file.blob}`]));
  const may = allowed.join(', ');
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path) && !isAllowed(path, allowed))
    .map((path) => `${shown(path)} is changed, and only ${may} may be`);
}

function isAllowed(path: string, allowed: readonly string[]): boolean {
  return allowed.some((root) => (root.endsWith('/') ? path.startsWith(root) : path === root));
}

function fileProblems(file: SubmittedFile): string[] {
  const { path } = file;
  const problems: string[] = [];
  if (path.split('/').some(isGitName)) problems.push(`${shown(path)} has a name that git keeps for itself`);
  if (isUnsafe(path)) problems.push(`${shown(path)} has characters that a path may not have`);
  if (file.mode === '160000') problems.push(`${shown(path)} is a submodule`);
  if (file.mode === '120000' && !staysInside(path, file.target ?? '')) {
    problems.push(`${shown(path)} is a link that leaves its folder`);
  }
  if (file.size > submissionLimits.fileBytes) problems.push(`${shown(path)} is larger than 10 MB`);
  return problems;
}

/** `.git` as Windows, HFS and case-blind file systems read it. */
function isGitName(segment: string): boolean {
  const plain = segment.replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '').toLowerCase();
  return /^(?:\.git|git~\d+)[ .]*(?::.*)?$/.test(plain);
}

function isUnsafe(path: string): boolean {
  const segments = path.split('/');
  return (
    /[\p{Cc}\\\uFFFD]/u.test(path) || segments.some((part) => part === '' || part === '.' || part === '..')
  );
}

/**
 * Whether a link stays below the first folder of its path. `..` may stand at the start only: behind another link it
 * would mean a different place than it spells.
 */
function staysInside(path: string, target: string): boolean {
  if (target === '' || target.startsWith('/') || target.includes('\\')) return false;
  const steps = target.split('/').filter((step) => step !== '' && step !== '.');
  const down = steps.findIndex((step) => step !== '..');
  if (down !== -1 && steps.slice(down).includes('..')) return false;
  const top = path.split('/')[0] ?? '';
  const end = posix.join(posix.dirname(path), target);
  return path.includes('/') && (end === top || end.startsWith(`${top}/`));
}

/** Names that differ only in case or composition are one file on some systems, and which one wins is chance. */
function collisions(paths: readonly string[]): string[] {
  const seen = new Map<string, string>();
  const problems = new Set<string>();
  for (const path of paths) {
    const segments = path.split('/');
    for (let length = 1; length <= segments.length; length += 1) {
      const prefix = segments.slice(0, length).join('/');
      const folded = prefix.normalize('NFC').toLowerCase();
      const other = seen.get(folded);
      if (other === undefined) seen.set(folded, prefix);
      else if (other !== prefix)
        problems.add(`${shown(prefix)} and ${shown(other)} differ only in their letters' case`);
    }
  }
  return [...problems];
}

function sizeProblems(files: readonly SubmittedFile[]): string[] {
  const total = files.reduce((sum, file) => sum + Math.max(0, file.size), 0);
  return [
    ...(files.length > submissionLimits.files ? [`it has ${files.length} files, more than 20,000`] : []),
    ...(total > submissionLimits.totalBytes ? [`it is larger than 200 MB`] : []),
  ];
}

function shown(path: string): string {
  return JSON.stringify(path.slice(0, 200)).slice(1, -1);
}
