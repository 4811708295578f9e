import type { ReleaseView } from '../contracts/releases.ts';
import type { DiffResponse, SubmissionView } from '../contracts/submissions.ts';
import { AndonError } from '../errors.ts';

type Made = { readonly submissions: readonly SubmissionView[]; readonly releases: readonly ReleaseView[] };
type Sides = Pick<DiffResponse, 'from' | 'to'>;
type Side = Sides['to'];

/**
 * The two commits that were asked for, with what people call them. Only what was made of this service is found: a commit,
 * the beginning of one (at least seven digits), a release, or `nothing` to compare with. Throws `NOT_FOUND`. Pure.
 */
export function chooseSides(
  service: string,
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
  made: Made,
): Sides {
  const to = asked.to === undefined ? newest(service, made) : found(service, asked.to, made);
  if (asked.from === 'nothing') return { from: null, to };
  if (asked.from !== undefined) return { from: found(service, asked.from, made), to };
  const start = made.submissions.find(({ commit }) => commit === to.commit)?.parent ?? null;
  return { from: start === null ? null : sideOf(start, made), to };
}

function newest(service: string, made: Made): Side {
  const commit = made.submissions[0]?.commit ?? made.releases.find((release) => release.commit)?.commit;
  if (commit) return sideOf(commit, made);
  throw new AndonError('NOT_FOUND', `Nothing was handed in for ${service} yet.`);
}

function found(service: string, text: string, made: Made): Side {
  const release = made.releases.find(({ id }) => id === text);
  if (release?.commit) return { commit: release.commit, name: nameOfRelease(release) };
  if (release)
    throw new AndonError('NOT_FOUND', `Of ${text} only the journal is left: its commit is not known.`);
  const commits = new Set([
    ...made.submissions.flatMap(({ commit, parent }) => [commit, parent ?? []].flat()),
    ...made.releases.flatMap(({ commit }) => commit ?? []),
  ]);
  const fitting = /^[0-9a-f]{7,64}$/.test(text)
    ? [...commits].filter((commit) => commit.startsWith(text))
    : [];
  const [commit, another] = fitting;
  if (commit === undefined) {
    throw new AndonError('NOT_FOUND', `${service} has no commit or release "${text}".`, { service });
  }
  if (another !== undefined) {
    throw new AndonError('BAD_REQUEST', `Several commits of ${service} begin with ${text}: name more of it.`);
  }
  return sideOf(commit, made);
}

function sideOf(commit: string, { submissions, releases }: Made): Side {
  const submission = submissions.find((each) => each.commit === commit);
  if (submission) return { commit, name: nameOf(submission) };
  const release = releases.find((each) => each.commit === commit);
  return { commit, name: release ? nameOfRelease(release) : 'what it started from' };
}

function nameOf({ kind, work, session, change }: SubmissionView): string {
  const what = kind === 'hand-edit' ? 'edited by hand' : `${work ?? 'work'} by ${session ?? 'nobody known'}`;
  return change === null ? what : `${what}, change ${change}`;
}

function nameOfRelease({ id, version }: ReleaseView): string {
  return version === null ? `release ${id}` : `release ${id} (${version})`;
}
