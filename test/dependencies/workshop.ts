import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicRegistries, type Registries } from '../../src/dependencies/allow-list.ts';
import type { Installed, InstallOrder } from '../../src/dependencies/dependencies.port.ts';
import {
  createDependencies,
  type DependenciesOptions,
} from '../../src/dependencies/sandboxed-dependencies.ts';
import { silentLog } from '../../src/log.ts';
import { chooseSandbox } from '../../src/sandbox/choose-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.port.ts';
import { findToolchain } from '../../src/sandbox/toolchain.ts';
import { npmInstall } from '../../src/stack/installs.ts';
import { type Files, startRegistry, writeFiles } from './registry.ts';

let known: Promise<Sandbox> | undefined;

/** This machine's best sandbox. */
export function bestSandbox(): Promise<Sandbox> {
  known ??= (async () => {
    const toolchain = await findToolchain({ path: process.env.PATH ?? '', home: process.env.HOME });
    return (await chooseSandbox({ toolchain, hidden: [] })).sandbox;
  })();
  return known;
}

/** A registry, a cache and rooms to install in. */
export async function workshop(more: Partial<DependenciesOptions> = {}) {
  const registry = await startRegistry();
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'andon-install-')));
  const registries: Registries = {
    npm: registry.url,
    pip: { ...publicRegistries.pip, index: `${registry.url}simple/` },
  };
  const cacheDirectory = more.cacheDirectory ?? join(scratch, 'cache');
  const options: DependenciesOptions = {
    sandbox: await bestSandbox(),
    cacheDirectory,
    registries: Promise.resolve(registries),
    log: silentLog,
    ...more,
  };
  const dependencies = createDependencies(options);
  let rooms = 0;
  const install = async (
    files: Files,
    order: Partial<InstallOrder> = {},
    archives: Readonly<Record<string, Buffer>> = {},
  ): Promise<Installed & { readonly directory: string }> => {
    rooms += 1;
    const directory = join(scratch, `room-${rooms}`);
    await mkdir(directory);
    await writeFiles(directory, files);
    for (const [path, bytes] of Object.entries(archives)) await writeFile(join(directory, path), bytes);
    const installed = await dependencies.install({
      service: 'svc-1',
      directory,
      stack: { name: 'node', install: npmInstall, env: {} },
      scripts: false,
      network: [],
      own: false,
      timeoutMs: 60_000,
      signal: new AbortController().signal,
      ...order,
    });
    return { ...installed, directory };
  };
  return {
    registry,
    registries,
    scratch,
    dependencies,
    install,
    /** Names of what is kept. */
    kept: () => readdir(join(cacheDirectory, 'installed')).catch(() => []),
    cacheDirectory,
    close: async () => {
      await registry.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

export function textIn(directory: string, path: string): Promise<string | null> {
  return readFile(join(directory, path), 'utf8').catch(() => null);
}
