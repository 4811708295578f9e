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

/** `PRODUCTION/verification.json`: the record as it was written, and the key of the home that it may be checked with. */
export function renderVerification(record: string, publicKey: string): string | null {
  try {
    return `${JSON.stringify({ publicKey, record: JSON.parse(record) }, null, 2)}\n`;
  } catch {
    return null;
  }
}

/** One line of `PRODUCTION/deployment_log.md`. */
export function deploymentLine(view: ServiceView, release: Release, at: number): string {
  return `- ${new Date(at).toISOString()} version ${release.version}, commit ${release.commit}, change ${view.change}: serves at ${release.url}\n`;
}

/** Whether the last line of a log tells of the same deployment, at whatever time. */
export function endsWithDeployment(log: Buffer, line: string): boolean {
  const last = log.toString('utf8').trimEnd().split('\n').at(-1) ?? '';
  const told = (text: string): string => text.trimEnd().split(' ').slice(2).join(' ');
  return last.startsWith('- ') && told(last) === told(line);
}
