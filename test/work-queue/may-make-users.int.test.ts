import { describe, expect, it } from 'vitest';
import { mayMakeUsers } from '../../src/work-queue/may-make-users.ts';
import { proxiedRedis } from './proxied-redis.ts';
import { realRedis } from './real-redis.ts';

describe('whether a server lets Andon make users', () => {
  it('is found out without making one', async () => {
    const redis = await realRedis();
    const { url, proxy } = await proxiedRedis(redis);
    expect(await mayMakeUsers(url)).toBe(true);
    expect(await redis.client.call('ACL', 'USERS')).toEqual(['default']);
    await redis.client.call('ACL', 'SETUSER', 'guest', 'on', '>word', '~*', '+@all', '-acl');
    expect(await mayMakeUsers(url.replace('//', '//guest:word@'))).toBe(false);
    proxy.refuse();
    expect(await mayMakeUsers(url)).toBeUndefined();
  });
});
