import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Sandbox } from '../sandbox/sandbox.port.ts';
import type { Registries } from './allow-list.ts';
import type { Dependencies, Installed, InstallOrder } from './dependencies.port.ts';
import {
  type CacheBounds,
  createDependencyCache,
  type DependencyCache,
  usualBounds,
} from './dependency-cache.ts';
import { installFailure } from './install-failure.ts';
import { movablePaths, strayLinks } from './made-by-install.ts';
import { createPackageFolder } from './package-folder.ts';
import { type InstallPlan, planInstall } from './plan-install.ts';
import { runInstall } from './run-install.ts';
import { listTree } from './tree-listing.ts';

export type DependenciesOptions = {
  readonly sandbox: Sandbox;
  /** Andon's alone; hidden from every sandbox but for the folder packages are kept in. */
  readonly cacheDirectory: string;
  /** Where packages come from, as it is known once the first install needs it. */
  readonly registries: Promise<Registries>;
  /** What the user set for installs: proxies and certificates. */
  readonly env?: Readonly<Record<string, string>>;
  readonly bounds?: CacheBounds;
  readonly now?: () => number;
  readonly log: Log;
};

/** Installs in the sandbox, whose only network is a proxy to the registries, and keeps what comes of it by its lock file. */
export function createDependencies(options: DependenciesOptions): Dependencies {
  const { sandbox, cacheDirectory, log, env = {}, now = () => Date.now() } = options;
  const cache = createDependencyCache({
    directory: join(cacheDirectory, 'installed'),
    bounds: options.bounds ?? usualBounds,
    now,
    log,
  });
  const packages = createPackageFolder(
    join(cacheDirectory, 'packages'),
    (options.bounds ?? usualBounds).bytes,
  );
  let python: Promise<string> | undefined;

  const versions = async ({ name }: InstallOrder['stack']): Promise<string[]> => {
    const own = [process.version, process.platform, process.arch, sandbox.tier];
    if (name === 'node') return own;
    python ??= pythonVersion(sandbox);
    return [...own, await python];
  };

  const fetched = async (order: InstallOrder, plan: InstallPlan): Promise<Installed> => {
    const before = plan.shared === null ? await listTree(order.directory) : null;
    const registries = await options.registries;
    const run = (packageCache: string | null) =>
      runInstall(order, plan.argv, { sandbox, registries, env, packageCache });
    const { outcome, seen, open } = await (before ? run(null) : packages.lend(run));
    const { exit, signal, reason, durationMs } = outcome;
    const runs = [{ argv: [...plan.argv], exit, signal, reason, durationMs }];
    if (reason !== 'exited' || exit !== 0) {
      const { timeoutMs, scripts } = order;
      return { ok: false, ...installFailure({ argv: plan.argv, outcome, seen, timeoutMs, scripts }), runs };
    }
    const stray = await strayLinks(order.directory, before).then((links) => links.slice(0, 5));
    if (stray.length > 0) {
      const links = `Installing made links that lead out of BUILD/: ${stray.join(', ')}`;
      return { ok: false, fault: 'work', reason: links, runs };
    }
    const paths = before ? await movablePaths(order.directory, before) : [plan.shared ?? ''];
    // What cannot be kept is fetched again next time; the install itself is none the worse for it.
    if (paths) {
      await cache.put(plan.key, order.directory, paths).catch((error: unknown) => {
        log.warn({ err: error }, 'installed dependencies could not be kept');
      });
    }
    const notes = [...seen.refused, ...(open === null ? [] : [open])];
    if (notes.length > 0) log.info({ service: order.service, notes }, 'what was seen of an install');
    return { ok: true, from: 'network', runs, notes };
  };

  const installed = async (order: InstallOrder): Promise<Installed> => {
    const { directory, signal, stack } = order;
    signal.throwIfAborted();
    const plan = await planInstall(order, {
      registries: await options.registries,
      versions: await versions(stack),
    });
    if (plan.problems.length > 0)
      return { ok: false, fault: 'work', reason: plan.problems.slice(0, 10).join('\n'), runs: [] };
    return whileWaiting(signal, cache, plan.key, async () => {
      if (plan.clears) await rm(join(directory, plan.clears), { recursive: true, force: true });
      if (await cache.take(plan.key, directory)) return { ok: true, from: 'cache', runs: [], notes: [] };
      return fetched(order, plan);
    });
  };

  return {
    install: async (order) => {
      if (!order.stack.install) return { ok: true, from: 'nothing', runs: [], notes: [] };
      try {
        return await installed(order);
      } catch (error) {
        order.signal.throwIfAborted();
        if (!isDiskFull(error)) throw error;
        const reason = `Installing: the disk is full (${messageOf(error).slice(0, 200)})`;
        return { ok: false, fault: 'environment', reason, runs: [] };
      }
    },
  };
}

/** Works on a key once it is free. Rejects with the signal's reason at once where that comes first. */
async function whileWaiting<T>(
  signal: AbortSignal,
  cache: DependencyCache,
  key: string,
  work: () => Promise<T>,
): Promise<T> {
  const waiting = new AbortController();
  const calledOff = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: waiting.signal });
  });
  const turn = cache.exclusive(key, async () => {
    waiting.abort();
    signal.throwIfAborted();
    return work();
  });
  return Promise.race([turn, calledOff]).finally(() => waiting.abort());
}

async function pythonVersion(sandbox: Sandbox): Promise<string> {
  const { output } = await sandbox.run({
    argv: ['python3', '-I', '-c', 'import sys, sysconfig; print(sys.version, sysconfig.get_platform())'],
    cwd: '/',
    env: {},
    writable: [],
    network: 'none',
    timeoutMs: 20_000,
    outputBytes: 10_000,
    own: true,
  });
  return output.trim();
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
