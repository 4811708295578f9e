import { readFile, stat } from 'node:fs/promises';
import { AndonError, messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { askGit, type GitPlace } from './git-command.ts';
import { objectName, readBlobs, refTarget, type TreeEntry, treeEntries } from './git-objects.ts';
import { isMarkedOwn, markOwn } from './own-commits.ts';
import { type Bundle, readBundle } from './read-bundle.ts';
import { type SubmittedFile, submissionLimits, submissionProblems } from './submission-rules.ts';
import type { Repositories } from './workspace.port.ts';

/**
 * Takes a worker's bundle in under `refs/submissions/<ticket>/<token>`, which is only ever created. What breaks a rule is
 * `SUBMISSION_REFUSED` with all reasons; its objects stay behind unnamed and are never looked at again.
 */
export async function importSubmission(
  place: GitPlace,
  order: Parameters<Repositories['importSubmission']>[1],
): Promise<string> {
  const ref = submissionRef(order.ticket, order.token);
  const before = await refTarget(place, ref);
  if (before) return sameAs(before, order.commit, ref);
  if (!/^[0-9a-f]{40}$/.test(order.commit)) throw refused(['the commit is not named by its hash']);
  await takeIn(place, order.bundle, order.commit);
  const problems = submissionProblems(
    await submitted(place, order.base),
    await submitted(place, order.commit),
    order.allowed,
  );
  if (problems.length > 0) throw refused(problems);
  faultPoint('workspace.import.unpacked');
  // Before the submission counts: after a crash it is taken in again, and marked again.
  if (order.own && (await startsOwn(place, order.base))) await markOwn(place, order.commit);
  const created = await askGit(place, ['update-ref', ref, order.commit, '0'.repeat(order.commit.length)]);
  faultPoint('workspace.import.referenced');
  if (created.exit === 0) return order.commit;
  const other = await refTarget(place, ref);
  if (other) return sameAs(other, order.commit, ref);
  throw new AndonError('GIT_FAILED', `git could not create ${ref}: ${created.stderr.trim()}`);
}

async function startsOwn(place: GitPlace, base: string): Promise<boolean> {
  return (
    (await isMarkedOwn(place, base)) || (await treeEntries(place, objectName(base), 'BUILD')).length === 0
  );
}

function submissionRef(ticket: string, token: number): string {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.|lock$))*$/.test(ticket) || !Number.isSafeInteger(token)) {
    throw refused([`'${ticket}' is not a ticket, or ${token} not a token`]);
  }
  return `refs/submissions/${ticket}/${token}`;
}

function sameAs(before: string, commit: string, ref: string): string {
  if (before === commit) return commit;
  throw refused([`another commit was already submitted under ${ref.split('/').slice(2).join('/')}`]);
}

async function takeIn(place: GitPlace, file: string, commit: string): Promise<void> {
  const bundle = await openBundle(file);
  if (!bundle?.heads.includes(commit))
    throw refused(['the bundle does not hold the commit it was submitted as']);
  for (const base of bundle.prerequisites) {
    if ((await askGit(place, ['cat-file', '-e', `${base}^{commit}`])).exit !== 0) {
      throw refused([`it stands on ${base}, which is not a commit that was handed out`]);
    }
  }
  // This names no ref: until the rules are held, nothing points at what came in.
  const packed = await askGit(place, ['index-pack', '--stdin', '--fix-thin', '--strict'], bundle.pack);
  if (packed.exit !== 0)
    throw refused([`git does not accept its objects: ${packed.stderr.trim().slice(-500)}`]);
  const kind = await askGit(place, ['cat-file', '-t', commit]);
  if (kind.stdout.toString('utf8').trim() !== 'commit') throw refused(['what was submitted is not a commit']);
  const known = bundle.prerequisites.map((base) => `^${base}`);
  const whole = await askGit(place, ['rev-list', '--objects', '--quiet', commit, ...known]);
  if (whole.exit !== 0) throw refused([`objects are missing from it: ${whole.stderr.trim().slice(-500)}`]);
}

async function openBundle(file: string): Promise<Bundle | undefined> {
  try {
    const { size } = await stat(file);
    if (size > submissionLimits.totalBytes) throw refused(['the bundle is larger than 200 MB']);
    return readBundle(await readFile(file));
  } catch (error) {
    if (error instanceof AndonError) throw error;
    throw new AndonError('GIT_FAILED', `the bundle cannot be read: ${messageOf(error)}`);
  }
}

async function submitted(place: GitPlace, commit: string): Promise<SubmittedFile[]> {
  const entries = await treeEntries(place, objectName(commit));
  const targets = new Map<string, string>();
  const links = entries.filter((entry) => entry.mode === '120000' && isShort(entry));
  await readBlobs(place, links, async (entry, bytes) => {
    targets.set(entry.path, bytes.toString('utf8'));
  });
  return entries.map((entry) => ({ ...entry, target: targets.get(entry.path) }));
}

/** A link's target is a path; a larger one is no link and counts as leaving. */
function isShort(entry: TreeEntry): boolean {
  return entry.size <= 4096;
}

function refused(reasons: readonly string[]): AndonError {
  return new AndonError('SUBMISSION_REFUSED', `The submission is refused: ${reasons.join('; ')}.`, {
    reasons: [...reasons],
  });
}
