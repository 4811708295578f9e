import { writeSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Installed } from '../dependencies/dependencies.port.ts';
import { faultPoint } from '../fault-points.ts';
import type { Sandbox } from '../sandbox/sandbox.port.ts';
import { servicePlaces } from '../stack/service-places.ts';
import { readJson, writeJson } from './atomic-file.ts';
import type { Ports } from './ports.ts';
import { isAlive } from './process-identity.ts';
import type { DeployOrder } from './release.port.ts';
import { copyData, type ReleaseDirectories } from './release-directories.ts';
import { ReleaseFailure } from './release-failure.ts';
import type { Secrets } from './secrets.ts';
import type { ServiceLogs } from './service-logs.ts';
import { adoptProcess, type ServiceProcess, startProcess } from './service-process.ts';

/** Whether a process runs on the service's own data or on a copy made to prove it. */
export type DataKind = 'real' | 'copy';

export type RunningRelease = {
  readonly service: string;
  readonly release: string;
  readonly port: number;
  readonly data: DataKind;
  readonly process: ServiceProcess;
};

export type StartPlan = {
  readonly start: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

export type InstallRelease = {
  /** Where the commit is, and where its dependencies have to be. */
  readonly app: string;
  readonly service: string;
  readonly own: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

export type ReleaseRunnerOptions = {
  readonly directories: ReleaseDirectories;
  /** `<dataDir>/<service id>` is its `DATA_DIR`. */
  readonly dataDir: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly logs: ServiceLogs;
  readonly clock: Clock;
  readonly stackOf: (
    app: string,
    service: string,
  ) => Promise<StartPlan | { readonly missing: readonly string[] }>;
  /** Fetches what the service depends on; without it nothing is. Rejects with the signal's reason. */
  readonly install?: (order: InstallRelease) => Promise<Installed>;
  /** The command line that runs a command in the sandbox and outlives Andon; undefined when its program is not here. */
  readonly commandLine: Sandbox['commandLine'];
  /** Whether Andon's own reference driver made what is released: that alone runs where no sandbox holds. Default: nothing. */
  readonly isOwn?: ((order: DeployOrder) => Promise<boolean>) | undefined;
  /** What every service gets of this process's environment: PATH, HOME, LANG. */
  readonly env: Readonly<Record<string, string>>;
  /** Base URL of another service, through the gateway. */
  readonly serviceUrl: (name: string) => string;
  readonly stopMs: number;
  readonly installMs: number;
  readonly pollMs: number;
};

/** Runs releases as processes and keeps a note of each in its directory, by which a later coordinator finds it. */
export interface ReleaseRunner {
  /** Runs the install phase in an exported tree. Rejects with a `ReleaseFailure`. */
  install(order: DeployOrder, app: string, signal: AbortSignal): Promise<void>;
  /** Rejects with a `ReleaseFailure` when the process cannot be started. */
  start(order: DeployOrder, data: DataKind): Promise<RunningRelease>;
  stop(running: RunningRelease): Promise<void>;
  /** Removes the directory and the port of a release that does not run. */
  remove(service: string, release: string): Promise<void>;
  /** The process an earlier coordinator left for this release, if that very one still runs. */
  find(service: string, release: string): Promise<RunningRelease | undefined>;
}

const processNote = z.object({
  pid: z.number().int().positive(),
  startTime: z.string().min(1),
  port: z.number().int(),
  data: z.enum(['real', 'copy']),
  commit: z.string(),
});

export function createReleaseRunner(options: ReleaseRunnerOptions): ReleaseRunner {
  const { clock, directories, logs, ports } = options;
  const noteOf = (service: string, release: string) =>
    join(directories.of(service, release).root, 'process.json');

  const planOf = async (app: string, service: string): Promise<StartPlan> => {
    const plan = await options.stackOf(app, service);
    if ('missing' in plan) throw new ReleaseFailure('work', plan.missing.join('; '));
    return plan;
  };

  const isOwn = async (order: DeployOrder) => (await options.isOwn?.(order)) ?? false;

  const install: ReleaseRunner['install'] = async (order, app, signal) => {
    if (!options.install) return;
    const { installMs: timeoutMs } = options;
    const own = await isOwn(order);
    const installed = await options
      .install({ app, service: order.service.id, own, timeoutMs, signal })
      .catch((error: unknown) => {
        throw signal.aborted ? new ReleaseFailure('environment', 'it was called off') : error;
      });
    if (installed.ok) return;
    const log = logs.open(order.service.id, order.release);
    writeSync(log.fd, `${installed.reason}\n`);
    log.close();
    throw new ReleaseFailure(installed.fault, installed.reason);
  };

  const confined = async (
    order: DeployOrder,
    argv: readonly string[],
    cwd: string,
    dataDir: string,
    env: Readonly<Record<string, string>>,
  ) => {
    // A service listens on this machine's loopback and may call the world.
    const network = 'full';
    const own = await isOwn(order);
    const seenAs = { [cwd]: servicePlaces.app, [dataDir]: servicePlaces.data };
    const writable = [dataDir];
    const line = options.commandLine({ argv, cwd, env, writable, readable: [cwd], seenAs, network, own });
    if (!line) throw new ReleaseFailure('environment', `the program ${argv[0]} is not on this machine`);
    if ('refused' in line) throw new ReleaseFailure('environment', line.refused);
    const log = logs.open(order.service.id, order.release);
    return { command: { ...line, output: log.fd }, close: log.close };
  };

  const start: ReleaseRunner['start'] = async (order, data) => {
    const { id } = order.service;
    const place = directories.of(id, order.release);
    const values = await options.secrets.values(id);
    const unset = order.secrets.filter((name) => values[name] === undefined);
    if (unset.length > 0) {
      const ways = unset.map((name) => `andon env ${order.service.name} ${name}=<value>`);
      throw new ReleaseFailure('secret', `${unset.join(', ')} is not set: set it with ${ways.join('; ')}`);
    }
    const plan = await planOf(place.app, id);
    const dataDir = join(options.dataDir, id);
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    if (data === 'copy') await copyData(dataDir, place.provingData);
    const usedData = data === 'copy' ? place.provingData : dataDir;
    const port = await ports.allocate(`${id}/${order.release}`);
    const others = order.services.map((name) => [variableOf(name), options.serviceUrl(name)] as const);
    const env = {
      ...options.env,
      NODE_ENV: 'production',
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
      ...plan.env,
      ...Object.fromEntries(others),
      ...values,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: usedData,
      ANDON_RELEASE: order.release,
    };
    const { command, close } = await confined(order, plan.start, place.app, usedData, env);
    const process = await startProcess(command, clock).finally(close);
    faultPoint('release.start.spawned');
    const { pid, startTime } = process;
    const running = { service: id, release: order.release, port, data, process };
    try {
      await writeJson(noteOf(id, order.release), { pid, startTime, port, data, commit: order.commit });
    } catch (error) {
      await process.stop(0);
      throw error;
    }
    faultPoint('release.start.noted');
    return running;
  };

  return {
    install,
    start,
    stop: async (running) => {
      await running.process.stop(options.stopMs);
      await rm(noteOf(running.service, running.release), { force: true });
      if (running.data === 'copy') {
        const { provingData } = directories.of(running.service, running.release);
        await rm(provingData, { recursive: true, force: true });
      }
    },
    remove: async (service, release) => {
      await directories.remove(service, release);
      await ports.free(`${service}/${release}`);
    },
    find: async (service, release) => {
      const note = await readJson(noteOf(service, release), processNote);
      const file = note && (await directories.read(service, release));
      if (!note || !file || file.commit !== note.commit || !(await isAlive(note))) return undefined;
      const { pid, startTime, port, data } = note;
      const process = adoptProcess({ pid, startTime }, options.pollMs, clock);
      return { service, release, port, data, process };
    },
  };
}

/** `user-api` → `USER_API_URL`. */
function variableOf(service: string): string {
  return `${service.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_URL`;
}
