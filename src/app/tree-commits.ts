import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeCommits } from '../sessions/tree-commits.port.ts';
import { commitWorkspace, createWorkspace } from '../workspace/clone-workspace.ts';
import type { Repositories } from '../workspace/workspace.port.ts';

/** Commits of trees, made in `temp`; `path` is the search path git is found on. */
export function treeCommits(
  repositories: Pick<Repositories, 'bundle'>,
  { temp, path }: { temp: string; path: string },
): TreeCommits {
  return {
    async make({ service, base, at, fill }) {
      await mkdir(temp, { recursive: true, mode: 0o700 });
      const place = await mkdtemp(join(temp, 'tree-'));
      const drop = () => rm(place, { recursive: true, force: true });
      try {
        const [bundle, workspace, room] = ['base.bundle', 'workspace', 'room'].map((name) =>
          join(place, name),
        );
        if (!bundle || !workspace || !room) throw new TypeError('three places were named');
        await repositories.bundle(service, base, bundle);
        await createWorkspace(bundle, base, workspace, { path });
        await mkdir(room);
        await fill(workspace, room);
        const made = await commitWorkspace(workspace, 'Handed in as a tree', { path, at });
        return { ...made, drop };
      } catch (error) {
        await drop();
        throw error;
      }
    },
  };
}
