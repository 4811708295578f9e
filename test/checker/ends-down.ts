import type { ServiceStep } from './step.ts';

/** Every rung of the ladder failed what serves, by its own fault. */
export function endsDown({ event, before, after }: ServiceStep): boolean {
  return event.type === 'HealthFailed' && before?.live !== 'down' && after.live === 'down';
}
