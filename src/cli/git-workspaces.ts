import { rm } from 'node:fs/promises';
import type { Workspaces } from '../worker/worker-options.ts';
import { commitWorkspace, createWorkspace } from '../workspace/clone-workspace.ts';

/** Workspaces as git clones; `path` is the search path git is found on. */
export function gitWorkspaces(path: string): Workspaces {
  return {
    create: (bundle, commit, directory) => createWorkspace(bundle, commit, directory, { path }),
    commit: (directory, message) => commitWorkspace(directory, message, { path, at: Date.now() }),
    async remove(directory) {
      for (const place of [directory, `${directory}.base.git`, `${directory}.bundle`]) {
        await rm(place, { recursive: true, force: true });
      }
    },
  };
}
