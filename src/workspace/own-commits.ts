import { askGit, type GitPlace, git } from './git-command.ts';
import { objectName } from './git-objects.ts';

/** Marks a commit whose `BUILD/` Andon's own reference driver generated. Doing it twice is doing it once. */
export async function markOwn(place: GitPlace, commit: string): Promise<void> {
  await git(place, ['update-ref', refOf(commit), commit]);
}

export async function isMarkedOwn(place: GitPlace, commit: string): Promise<boolean> {
  const answer = await askGit(place, ['rev-parse', '--verify', '--quiet', refOf(commit)]);
  return answer.exit === 0 && answer.stdout.toString('utf8').trim() === commit;
}

function refOf(commit: string): string {
  return `refs/own/${objectName(commit)}`;
}
