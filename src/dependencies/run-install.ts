import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { Sandbox, SandboxOutcome, SandboxTier } from '../sandbox/sandbox.port.ts';
import { allowedHosts, indexFolders, type Registries } from './allow-list.ts';
import type { InstallOrder } from './dependencies.port.ts';
import { forwarder, proxyNames } from './forwarder.ts';
import { certificates, installEnvironment } from './install-environment.ts';
import { type NetworkSeen, openRegistryProxy } from './registry-proxy.ts';

export type RunInstall = {
  readonly sandbox: Sandbox;
  readonly registries: Registries;
  /** What the user set for installs: proxies and certificates. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder for what npm and pip keep of packages; null where the service's own code could have written it. */
  readonly packageCache: string | null;
};

export type InstallEnd = {
  readonly outcome: SandboxOutcome;
  readonly seen: NetworkSeen;
  /** What else than the registries could be reached; null where nothing could. */
  readonly open: string | null;
};

const openings: Readonly<Record<SandboxTier, string | null>> = {
  bubblewrap: null,
  unshare: null,
  'sandbox-exec': 'an install reaches the registries and whatever listens on this machine’s loopback',
  'process-group':
    'nothing keeps an install from the rest of the network: this machine has no sandbox that holds',
};

const outputBytes = 1024 * 1024;
const memoryBytes = 2 * 1024 ** 3;

/**
 * Runs an install in the sandbox with a network of its own, whose only way out is the proxy to the registries. Where the
 * sandbox has no namespaces the proxy is only named to it. Rejects with the signal's reason when it is called off.
 */
export async function runInstall(
  order: InstallOrder,
  argv: readonly string[],
  { sandbox, registries, env, packageCache }: RunInstall,
): Promise<InstallEnd> {
  // Without a network namespace there is no loopback of its own, and no need to get out of it by a socket.
  const confined = sandbox.tier === 'bubblewrap' || sandbox.tier === 'unshare';
  const [name = '', ...args] = argv;
  const program = name.includes('/') ? resolve(order.directory, name) : sandbox.which(name);
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'andon-net-')));
  const path = join(folder, 'registries');
  const proxy = await openRegistryProxy({
    allowed: allowedHosts(registries, order.network),
    env,
    listen: confined ? { path } : 'loopback',
  });
  try {
    const reached = proxy.url ? Object.fromEntries(proxyNames.map((each) => [each, proxy.url ?? ''])) : {};
    const outcome = await sandbox.run({
      argv: confined && program ? ['node', '-e', forwarder, path, program, ...args] : argv,
      cwd: order.directory,
      env: {
        ...order.stack.env,
        ...installEnvironment({ registries, env, scripts: order.scripts, packageCache }),
        ...reached,
      },
      writable: [order.directory, ...(packageCache ? [packageCache] : [])],
      readable: [folder, ...indexFolders(registries), ...certificates(env).filter(isAbsolute)],
      network: 'loopback',
      timeoutMs: order.timeoutMs,
      outputBytes,
      memoryBytes,
      own: order.own,
      signal: order.signal,
    });
    order.signal.throwIfAborted();
    return { outcome, seen: proxy.seen, open: openings[sandbox.tier] };
  } finally {
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  }
}
