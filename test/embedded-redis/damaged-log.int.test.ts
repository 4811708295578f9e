import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clientOf, pidOf } from './client.ts';
import { installedRedis, startRedis } from './start-redis.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const patience = { timeout: 20_000, interval: 20 };

/** A home whose stopped server left a base file, a log of what came after it, and their manifest. */
async function leftLog(): Promise<{ home: string; file: (ending: string) => Promise<string> }> {
  const { server, home } = await startRedis();
  const client = clientOf(server);
  for (let n = 0; n < 20; n += 1) await client.set(`base-${n}`, `${'x'.repeat(200)}${n}`);
  await client.bgrewriteaof();
  await expect.poll(() => client.info('persistence'), patience).toContain('aof_rewrite_in_progress:0');
  for (let n = 0; n < 20; n += 1) await client.hset(`later-${n}`, 'field', `${'y'.repeat(100)}${n}`);
  client.disconnect();
  await server.close();
  const directory = join(home, 'redis', 'appendonlydir');
  return {
    home,
    file: async (ending) => {
      const name = (await readdir(directory)).find((each) => each.endsWith(ending));
      if (name === undefined) throw new Error(`no ${ending} in ${directory}`);
      return join(directory, name);
    },
  };
}

async function edit(path: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  await writeFile(path, change(await readFile(path)));
}

/** Eight bytes turned over, as a bad sector leaves them. */
function flipped(bytes: Buffer, at: number): Buffer {
  return Buffer.from(bytes.map((byte, n) => (n >= at && n < at + 8 ? byte ^ 0xff : byte)));
}

type Log = Awaited<ReturnType<typeof leftLog>>;
const damages: [string, (log: Log) => Promise<void>][] = [
  ['bytes in its middle', async ({ file }) => edit(await file('.incr.aof'), (b) => flipped(b, b.length / 2))],
  [
    'a command no server knows',
    async ({ file }) =>
      edit(await file('.incr.aof'), (b) =>
        Buffer.from(b.toString('latin1').replace('hset', 'hxet'), 'latin1'),
      ),
  ],
  [
    'zeros at its end',
    async ({ file }) => edit(await file('.incr.aof'), (b) => Buffer.concat([b, Buffer.alloc(4_096)])),
  ],
  ['its newest file missing', async ({ file }) => rm(await file('.incr.aof'))],
  ['bytes in its base file', async ({ file }) => edit(await file('.base.rdb'), (b) => flipped(b, 20))],
  [
    'the checksum of its base file',
    async ({ file }) => edit(await file('.base.rdb'), (b) => flipped(b, b.length - 8)),
  ],
  [
    'half of its base file missing',
    async ({ file }) => edit(await file('.base.rdb'), (b) => b.subarray(0, b.length / 2)),
  ],
  ['its base file missing', async ({ file }) => rm(await file('.base.rdb'))],
  ['its manifest empty', async ({ file }) => writeFile(await file('.manifest'), '')],
  ['its manifest zeroed', async ({ file }) => edit(await file('.manifest'), (b) => Buffer.alloc(b.length))],
  [
    'its manifest cut off',
    async ({ file }) => edit(await file('.manifest'), (b) => b.subarray(0, b.length - 20)),
  ],
  ['something else in its manifest', async ({ file }) => writeFile(await file('.manifest'), 'something\n')],
  [
    'a file in the place of its directory',
    async ({ home }) => {
      const directory = join(home, 'redis', 'appendonlydir');
      await rm(directory, { recursive: true });
      await writeFile(directory, 'in the way');
    },
  ],
];

describe('a damaged log of the private Redis server', () => {
  it.each(damages)(
    'is kept aside with %s, said to be damaged, and the server is there, empty',
    async (_what, damage) => {
      const log = await leftLog();
      await damage(log);
      const { server, said } = await startRedis({ home: log.home });
      expect(server.up).toBe(true);
      expect(server.problem).toBeUndefined();
      expect(said.join('\n')).toContain('damaged');
      const client = clientOf(server);
      expect(await client.dbsize()).toBe(0);
      await client.set('fact', 'new');
      const entries = await readdir(join(log.home, 'redis'));
      const aside = entries.find((name) => name.startsWith('damaged-')) ?? '';
      expect(await readdir(join(log.home, 'redis', aside))).toEqual(['appendonlydir']);

      const pid = await pidOf(client);
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => client.get('fact').catch(() => null), patience).toBe('new');
    },
  );

  it('is no more than three copies, however often it is damaged', async () => {
    const { home, file } = await leftLog();
    for (let time = 0; time < 5; time += 1) {
      await writeFile(await file('.manifest'), 'something\n');
      const { server } = await startRedis({ home });
      expect(server.up).toBe(true);
      await server.close();
    }
    const entries = await readdir(join(home, 'redis'));
    expect(entries.filter((name) => name.startsWith('damaged-'))).toHaveLength(3);
  });

  it('is not blamed for a server that cannot start at all: the log stays where it is', async () => {
    const { home, file } = await leftLog();
    const binary = await installedRedis();
    const path = join(await temporaryDirectory(), 'ends-at-once');
    await writeFile(path, '#!/bin/sh\nexit 7\n');
    await chmod(path, 0o755);
    const { server, said } = await startRedis({ home, binary: { ...binary, path } });
    expect(server.up).toBe(false);
    expect(server.problem).toContain('exit code 7');
    expect(said).toHaveLength(1);
    await server.close();
    expect(await readFile(await file('.manifest'), 'utf8')).toContain('type b');

    const again = await startRedis({ home });
    expect(await clientOf(again.server).dbsize()).toBe(40);
  });
});
