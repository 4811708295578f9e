import { expect, it } from 'vitest';
import { isOldRedis } from '../../src/embedded-redis/redis-version.ts';

it.each([
  ['5.0.14', true],
  ['6.0.16', true],
  ['6.2.0', false],
  ['7.0.15', false],
  ['10.0.0', false],
])('takes Redis %s for too old: %s', (version, old) => {
  expect(isOldRedis(version)).toBe(old);
});
