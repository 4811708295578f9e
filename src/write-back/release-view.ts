import type { ServiceView } from '../contracts/board.ts';

type Release = NonNullable<ServiceView['release']>;

/** `PRODUCTION/release.json`: which release serves, and since which change. */
export function renderRelease(view: ServiceView, release: Release, deployedAt: number): string {
  const value = {
    service: view.name,
    version: release.version,
    commit: release.commit,
    url: release.url,
    change: view.change,
    deployed_at: new Date(deployedAt).toISOString(),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** One line of `PRODUCTION/deployment_log.md`. */
export function deploymentLine(view: ServiceView, release: Release, at: number): string {
  return `- ${new Date(at).toISOString()} version ${release.version}, commit ${release.commit}, change ${view.change}: serves at ${release.url}\n`;
}
