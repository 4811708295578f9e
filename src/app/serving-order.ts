import type { ServiceState } from '../coordinator/coordinator.port.ts';
import type { DeployOrder } from '../release/release.port.ts';

/**
 * The order by which what serves is started again; null where nothing does. What it needs is what its own spec says: a
 * newer one may ask for secrets that nobody has set yet.
 */
export function servingOrder({ context }: Pick<ServiceState, 'context'>): DeployOrder | null {
  const { id, name, live } = context;
  if (!live.release) return null;
  const { id: release, commit, change, record, spec } = live.release;
  const { secrets, services } = spec;
  return { service: { id, name }, release, commit, change, record, secrets, services };
}
