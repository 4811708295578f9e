import { projectBuilds } from '../board/project-builds.ts';
import type { BuildResponse, BuildsResponse } from '../contracts/builds.ts';
import { plainText } from '../contracts/plain-text.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';
import type { Repositories } from '../workspace/workspace.port.ts';

/** More of a diff is not shown. */
const diffLimit = 400_000;
const filesLimit = 2_000;

/** The builds of a service that were made side by side, and what each of them is made of. */
export type Builds = {
  of(service: string): BuildsResponse;
  /** Rejects with `NOT_FOUND` where there is no such build, or nothing of it was handed in. */
  content(service: string, n: number): Promise<BuildResponse>;
};

/** What was not kept stays in the repository of the service, and is read from there. */
export function createBuilds(options: {
  coordinator: Pick<Coordinator, 'service' | 'why'>;
  repositories: Pick<Repositories, 'diff' | 'list'>;
}): Builds {
  const { coordinator, repositories } = options;

  const contextOf = (id: string) => {
    const service = coordinator.service(id);
    if (!service) throw new AndonError('NOT_FOUND', `There is no service ${id} on this line.`);
    return service.context;
  };
  const of = (id: string) => projectBuilds(contextOf(id), (ticket) => coordinator.why(ticket));

  return {
    of,
    async content(id, n) {
      const { service, builds } = of(id);
      const build = builds[n - 1];
      const count = builds.length === 0 ? `was not built more than once` : `has builds 1 to ${builds.length}`;
      if (!build) throw new AndonError('NOT_FOUND', `There is no build ${n}: ${service} ${count}.`);
      if (build.commit === null) {
        throw new AndonError('NOT_FOUND', `Nothing was handed in for build ${n} of ${service}.`);
      }
      const against = comparedWith(contextOf(id).contest?.entries[n - 1]?.parent ?? null, build, builds);
      const order = { from: against?.commit ?? null, to: build.commit, most: diffLimit };
      const [files, diff] = await Promise.all([
        repositories.list(id, build.commit, 'BUILD'),
        repositories.diff(id, order),
      ]);
      return {
        service,
        build,
        files: files.slice(0, filesLimit).map(({ path }) => plainText(path)),
        against,
        diff: plainText(diff),
        cut: diff.length >= diffLimit,
      };
    },
  };
}

/** The one that was kept, where that is another; else what the work started from. */
function comparedWith(
  parent: string | null,
  build: BuildsResponse['builds'][number],
  builds: BuildsResponse['builds'],
): BuildResponse['against'] {
  const kept = builds.find(({ chosen }) => chosen);
  if (kept && kept.n !== build.n && kept.commit !== null) {
    return { name: `build ${kept.n}, which was kept`, commit: kept.commit };
  }
  return parent === null ? null : { name: 'what it started from', commit: parent };
}
