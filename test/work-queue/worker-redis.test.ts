import { describe, expect, it } from 'vitest';
import { reachable } from '../../src/app/session-delivery.ts';
import { workerRedis } from '../../src/work-queue/worker-redis.ts';

const user = { username: 'andon-x-session-ada', password: 'p_-1' };

describe('the Redis a session is told of', () => {
  it('is the socket for a session of this machine, and nothing for one from elsewhere', () => {
    expect(reachable({ path: '/run/redis.sock' }, true)).toEqual({ path: '/run/redis.sock' });
    expect(reachable({ path: '/run/redis.sock' }, false)).toBeUndefined();
  });

  it('is the server’s address without the password Andon itself uses', () => {
    const connection = { url: 'rediss://admin:secret@redis.example:6380/2' };
    for (const local of [true, false])
      expect(reachable(connection, local)).toEqual({ url: 'rediss://redis.example:6380/2' });
  });

  it('has no address for one from elsewhere where the server listens on loopback: it may have a way of its own', () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      expect(reachable({ url: `redis://:secret@${host}:6379` }, false)).toEqual({});
      expect(reachable({ url: `redis://:secret@${host}:6379` }, true)).toEqual({
        url: `redis://${host}:6379`,
      });
    }
  });
});

describe('the Redis a worker pulls from', () => {
  it('is the one it was told of, as the session’s own user', () => {
    expect(workerRedis({ path: '/run/redis.sock', ...user }, undefined)).toEqual({
      path: '/run/redis.sock',
      ...user,
    });
    expect(workerRedis({ url: 'redis://redis.example:6379', ...user }, undefined)).toEqual({
      url: 'redis://andon-x-session-ada:p_-1@redis.example:6379',
    });
  });

  it('is at the address its own machine knows, still as that user, unless another is named there', () => {
    expect(workerRedis({ path: '/run/redis.sock', ...user }, 'redis://tunnel:1')).toEqual({
      url: 'redis://andon-x-session-ada:p_-1@tunnel:1',
    });
    expect(workerRedis({ ...user }, 'redis://other:word@tunnel:1')).toEqual({
      url: 'redis://other:word@tunnel:1',
    });
  });

  it('is none where it was told of none', () => {
    expect(workerRedis({}, undefined)).toBeUndefined();
    expect(workerRedis({ ...user }, undefined)).toBeUndefined();
  });
});
