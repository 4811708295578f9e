import { expect, it } from 'vitest';
import { environmentIncident } from '../../src/app/environment-incident.ts';
import { serviceState } from '../board/scripted-line.ts';

it('is the machine’s when so many services are unhealthy together, and nobody’s below that', () => {
  const ill = (name: string) => serviceState(name, 'shipped', {}, 'unhealthy');
  const well = serviceState('well', 'shipped', {}, 'healthy');
  expect(environmentIncident([ill('a'), ill('b'), well], 3)).toBeNull();
  expect(environmentIncident([ill('a'), ill('b'), ill('c'), well], 3)).toContain(
    '3 services fail together (a, b, c',
  );
});
