import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { findRedisBinary } from '../../src/embedded-redis/redis-binary.ts';
import { runCommand } from '../../src/embedded-redis/run-command.ts';
import { clientOf } from './client.ts';
import { searchPath, startRedis } from './start-redis.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const NOBODY = 65534;
const LIBRARIES = ['libatomic1', 'libjemalloc2', 'liblzf1'];

/**
 * A search path with every program of this machine but Redis, whose package database says that Redis's
 * libraries are missing: a bare machine.
 */
async function bareMachine(directory: string): Promise<string> {
  const path = join(directory, 'path');
  await mkdir(path);
  const seen = new Set(['dpkg-query']);
  for (const place of searchPath.split(':')) {
    for (const name of await readdir(place).catch(() => [])) {
      if (seen.has(name) || /redis|valkey/.test(name)) continue;
      seen.add(name);
      await symlink(join(place, name), join(path, name));
    }
  }
  const hide = LIBRARIES.map((name) => `-e '^${name} '`).join(' ');
  await writeFile(join(path, 'dpkg-query'), `#!/bin/sh\n/usr/bin/dpkg-query "$@" | grep -v ${hide}\n`, {
    mode: 0o755,
  });
  return path;
}

describe('the Redis program', () => {
  it('is found on the PATH', async () => {
    const binary = await findRedisBinary({
      binDirectory: '/nonexistent',
      env: { PATH: searchPath },
      say: () => {},
    });
    expect(binary.path).toMatch(/(redis|valkey)-server$/);
    expect(binary.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('is unpacked from this system’s package where none is installed, and found there the next time', async () => {
    const directory = await temporaryDirectory();
    const options = { binDirectory: join(directory, 'bin'), env: { PATH: await bareMachine(directory) } };
    const said: string[] = [];
    const binary = await findRedisBinary({ ...options, say: (line) => said.push(line) });
    expect(said.join('\n')).toMatch(/Downloading redis-server.*libjemalloc2/);
    expect(await readdir(options.binDirectory)).toEqual(['redis']);

    const { stdout } = await runCommand('ldd', [binary.path], {
      env: { PATH: searchPath, ...binary.env },
      timeoutMs: 5_000,
    });
    expect(stdout).toMatch(new RegExp(`libjemalloc\\.so\\.2 => ${options.binDirectory}`));
    const { server } = await startRedis({ binary });
    expect(await clientOf(server).ping()).toBe('PONG');

    const silence: string[] = [];
    expect(await findRedisBinary({ ...options, say: (line) => silence.push(line) })).toEqual(binary);
    expect(silence).toEqual([]);
  });

  it('is unpacked without root, on empty package lists', async () => {
    const directory = await temporaryDirectory();
    const program = join(directory, 'find.mjs');
    await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        ssr: fileURLToPath(new URL('./find-and-print.ts', import.meta.url)),
        outDir: directory,
        emptyOutDir: false,
        rolldownOptions: { output: { entryFileNames: 'find.mjs' } },
      },
    });
    const home = join(directory, 'home');
    await mkdir(home);
    const root = process.getuid?.() === 0;
    if (root) {
      await chmod(directory, 0o755);
      await chown(home, NOBODY, NOBODY);
    }
    const child = spawn(process.execPath, [program, home], {
      env: { PATH: await bareMachine(directory) },
      cwd: home,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(root ? { uid: NOBODY, gid: NOBODY } : {}),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    await new Promise((resolve) => child.once('close', resolve));
    expect(output).toMatch(new RegExp(`found ${home}/redis/\\S*redis-server \\d+\\.`));
  });

  it('names every way to get one when none can be had', async () => {
    const directory = await temporaryDirectory();
    const old = join(directory, 'redis-server');
    await writeFile(old, '#!/bin/sh\necho "Redis server v=5.0.14 sha=0"\n', { mode: 0o755 });
    const finding = findRedisBinary({
      binDirectory: join(directory, 'bin'),
      env: { PATH: directory },
      say: () => {},
    });
    await expect(finding).rejects.toMatchObject({
      code: 'REDIS_NOT_FOUND',
      message: expect.stringMatching(/5\.0\.14, older than 6\.2[\s\S]*brew install redis[\s\S]*REDIS_URL/),
    });
  });

  it('leaves nothing half unpacked behind when the download fails', async () => {
    const directory = await temporaryDirectory();
    const path = await bareMachine(directory);
    await writeFile(join(directory, 'apt-get'), '#!/bin/sh\necho "E: no network" >&2\nexit 100\n', {
      mode: 0o755,
    });
    const finding = findRedisBinary({
      binDirectory: join(directory, 'bin'),
      env: { PATH: `${directory}:${path}` },
      say: () => {},
    });
    await expect(finding).rejects.toMatchObject({
      code: 'REDIS_NOT_FOUND',
      message: expect.stringContaining('E: no network'),
    });
    expect(await readdir(join(directory, 'bin'))).toEqual([]);
    await expect(readFile(join(directory, 'bin', 'redis'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
