import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ProxiedRedis, proxiedRedis } from './proxied-redis.ts';
import { type RealRedis, realRedis } from './real-redis.ts';

const patience = { timeout: 60_000, interval: 20 };

type Fault = { readonly name: string; begin(redis: RealRedis, through: ProxiedRedis): unknown };

const faults: readonly Fault[] = [
  { name: 'is reachable', begin: () => undefined },
  { name: 'is gone', begin: (redis) => redis.kill() },
  { name: 'hangs', begin: (redis) => redis.signal('SIGSTOP') },
  { name: 'went silent on every connection', begin: (_redis, { proxy }) => proxy.halfOpen() },
  {
    name: 'went silent, and answers no new connection either',
    begin(_redis, { proxy, swallow }) {
      proxy.halfOpen();
      swallow(true);
    },
  },
  {
    name: 'ends connections and answers no new one',
    begin(_redis, { proxy, swallow }) {
      swallow(true);
      proxy.cut();
    },
  },
];

describe('closing the queue, its events and its consumers', () => {
  it.each(faults)('ends when the server $name, and the process ends in order', async ({ begin }) => {
    const redis = await realRedis();
    const through = await proxiedRedis(redis);
    const file = fileURLToPath(new URL('./close-when-told.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', file, through.url], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    const exit = once(child, 'exit');
    await expect.poll(() => said, patience).toBe('open\n');
    await begin(redis, through);
    child.stdin.write('close\n');
    await expect.poll(() => said, patience).toBe('open\nclosed\n');
    expect(await exit).toEqual([0, null]);
  });
});
