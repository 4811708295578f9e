import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Where the users' other tools keep their sessions. */
export type SessionPlaces = {
  /** `sessions/`, `heartbeats/` and `messages/` are beside the list. */
  readonly folder: string;
  /** The list of all sessions; it may be missing where each session has a file of its own. */
  readonly file: string;
};

const listName = 'claude_sessions.json';

/**
 * Where the files are: the list that was set, else the first there is of the services root, its parent, and their
 * `coordination/` and `docs/coordination/`. Undefined where there are none.
 */
export function findSessionPlaces(root: string, set: string | undefined): SessionPlaces | undefined {
  if (set !== undefined) return { folder: dirname(resolve(set)), file: resolve(set) };
  const above = dirname(root);
  const folders = [root, above].flatMap((folder) => [
    folder,
    join(folder, 'coordination'),
    join(folder, 'docs', 'coordination'),
  ]);
  for (const folder of folders) {
    const file = join(folder, listName);
    if (existsSync(file)) return { folder, file };
    // Of any other folder `sessions/` may mean something else.
    if (basename(folder) === 'coordination' && existsSync(join(folder, 'sessions'))) return { folder, file };
  }
  return undefined;
}
