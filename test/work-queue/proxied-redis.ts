import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { FaultProxy } from '../chaos/fault-proxy.ts';
import type { RealRedis } from './real-redis.ts';

export type ProxiedRedis = {
  readonly url: string;
  readonly proxy: FaultProxy;
  /** From now on new connections are accepted and never answered; false serves new ones again. */
  swallow(on: boolean): void;
};

/** A way to a server of the test over a network that fails. */
export async function proxiedRedis({ connection, directory }: RealRedis): Promise<ProxiedRedis> {
  const silent = createServer((socket) => socket.on('error', () => undefined).resume());
  const path = join(directory, 'silent.sock');
  silent.listen(path);
  await once(silent, 'listening');
  let swallowing = false;
  const proxy = await FaultProxy.open(() => (swallowing ? { path } : connection));
  onTestFinished(async () => {
    silent.close();
    await proxy.close();
  });
  return {
    url: `redis://127.0.0.1:${proxy.port}`,
    proxy,
    swallow(on) {
      swallowing = on;
    },
  };
}
