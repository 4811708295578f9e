import { rm } from 'node:fs/promises';
import type { Workspaces } from '../worker/worker-options.ts';
import { commitWorkspace, createWorkspace } from '../workspace/clone-workspace.ts';
import { writeGuidance } from '../workspace/write-guidance.ts';

/** Workspaces as git clones; `path` is the search path git is found on. */
export function gitWorkspaces(path: string): Workspaces {
  return {
    async create(bundle, commit, directory, guidance) {
      await createWorkspace(bundle, commit, directory, { path });
      await writeGuidance(directory, guidance);
    },
    commit: (directory, message, only) => commitWorkspace(directory, message, { path, at: Date.now(), only }),
    async remove(directory) {
      for (const place of [directory, `${directory}.base.git`, `${directory}.bundle`]) {
        await rm(place, { recursive: true, force: true });
      }
    },
  };
}
