import type { ReleaseView } from '../../../../src/contracts/releases.ts';

/** What people call a release: two of one version are told apart by their changes. */
export function releaseName({ id, version, change }: Pick<ReleaseView, 'id' | 'version' | 'change'>): string {
  if (version === null) return id;
  return change === null ? `${version} (${id})` : `${version} of change ${change}`;
}
