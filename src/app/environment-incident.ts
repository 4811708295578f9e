import type { ServiceState } from '../coordinator/coordinator.port.ts';

/** What the board says while so many services are unhealthy together that the machine itself is suspected; else null. */
export function environmentIncident(services: Iterable<ServiceState>, atLeast: number): string | null {
  const unhealthy: string[] = [];
  for (const { context, live } of services) if (live.endsWith('unhealthy')) unhealthy.push(context.name);
  if (unhealthy.length < atLeast) return null;
  const names = unhealthy.slice(0, 5).join(', ');
  return `${unhealthy.length} services fail together (${names}…): this looks like the machine's own trouble, so nothing is rolled back`;
}
