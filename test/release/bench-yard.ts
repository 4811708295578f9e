import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defaultLimits } from '../../machines/policy/limits.ts';
import type { ServiceEvent } from '../../machines/service/service.events.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { openPorts, type Ports } from '../../src/release/ports.ts';
import { startTimeOf } from '../../src/release/process-identity.ts';
import { createProcessReleases, type ProcessReleases } from '../../src/release/process-releases.ts';
import type { ProcessReleasesOptions } from '../../src/release/process-releases-options.ts';
import type { DeployOrder } from '../../src/release/release.port.ts';
import { createSecrets, type Secrets } from '../../src/release/secrets.ts';
import { createServiceLogs } from '../../src/release/service-logs.ts';
import { type ServiceKind, services } from './services.ts';

/** Where one test's releases live; the commit of an order is the kind of service it holds. */
export type Home = { readonly root: string; readonly events: Reported[]; remove(): Promise<void> };
export type Reported = { readonly service: string; readonly event: ServiceEvent };

export async function createHome(): Promise<Home> {
  const root = await mkdtemp(join(tmpdir(), 'andon-release-'));
  const remove = async () => {
    const left = await leftIn(root);
    for (const pid of left) process.kill(Number(pid), 'SIGKILL');
    await makeWritable(root);
    await rm(root, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`left running: ${left.join(', ')}`);
  };
  return { root, events: [], remove };
}

export type Yard = { releases: ProcessReleases; ports: Ports; secrets: Secrets };

/** Releases over a home, with intervals a test can wait for. */
export async function openYard(home: Home, more: Partial<ProcessReleasesOptions> = {}): Promise<Yard> {
  const ports = await openPorts(join(home.root, 'ports.json'), portRange());
  const secrets = createSecrets(join(home.root, 'secrets'));
  const secretsOf = async (service: string) => Object.values(await secrets.values(service));
  const releases = createProcessReleases({
    releasesDir: join(home.root, 'releases'),
    dataDir: join(home.root, 'data'),
    limits: {
      ...defaultLimits,
      probeEveryMs: 50,
      probeTimeoutMs: 2_000,
      provingMs: 60,
      releasesKept: 2,
      restartBackoffMs: 20,
    },
    times: { startMs: 10_000, stopMs: 5_000, pollMs: 50, housekeepingMs: 100 },
    clock: realClock,
    log: silentLog,
    ports,
    secrets,
    logs: createServiceLogs({ directory: join(home.root, 'logs'), secretsOf }),
    env: { PATH: process.env.PATH ?? '' },
    exportCommit: async (_service, commit, directory) => {
      for (const [path, text] of Object.entries(services[kindOf(commit)])) {
        await mkdir(dirname(join(directory, path)), { recursive: true });
        await writeFile(join(directory, path), text);
      }
    },
    refusal: async ({ record, commit }) =>
      record === `record-${commit}` ? null : `no passing record for ${commit}`,
    stackOf: async () => ({ start: ['node', 'main.js'], env: {} }),
    serviceUrl: (name) => `http://127.0.0.1:8901/${name}`,
    urlOf: (service) => `http://127.0.0.1:8901/${service}`,
    report: async (service, event) => {
      home.events.push({ service, event });
    },
    ...more,
  });
  return { releases, ports, secrets };
}

export function orderOf(kind: ServiceKind, release: string, more: Partial<DeployOrder> = {}): DeployOrder {
  const service = { id: 'svc-1', name: 'quotes' };
  return {
    service,
    release,
    commit: kind,
    change: 1,
    record: `record-${kind}`,
    secrets: [],
    services: [],
    ...more,
  };
}

/** Deploys and, once it is proved, switches to it. */
export async function ship(
  home: Home,
  releases: ProcessReleases,
  order: DeployOrder,
  from: string | null = null,
): Promise<void> {
  await releases.deploy(order);
  await seen(home, 'ReleaseProved', order.release);
  await releases.switchTo(order.service.id, order.release, from);
  await seen(home, 'ReleaseSwitched', order.release);
}

/** Waits for an event of this type; of this release where one is named. */
export async function seen<T extends ServiceEvent['type']>(
  home: Home,
  type: T,
  release?: string,
  count = 1,
): Promise<Extract<ServiceEvent, { type: T }>> {
  const matches = () => home.events.map(({ event }) => event).filter((event) => isOf(event, type, release));
  await until(
    () => matches().length >= count,
    () => `${type} of ${release}; seen: ${JSON.stringify(home.events)}`,
  );
  const event = matches().at(count - 1);
  if (event && hasType(event, type)) return event;
  throw new Error(`no ${type}`);
}

export async function until(
  condition: () => boolean | Promise<boolean>,
  what: () => string = () => String(condition),
): Promise<void> {
  for (let tries = 0; tries < 1_500; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never came: ${what()}`);
}

export function portOf(releases: ProcessReleases, service = 'svc-1'): number {
  const route = releases.route(service);
  if (!route || route === 'hold') throw new Error(`nothing serves: ${String(route)}`);
  return route.port;
}

export async function getJson(port: number, path = '/'): Promise<Record<string, unknown>> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return JSON.parse(await response.text());
}

/** A zombie that nobody reaps does not run. */
export async function isRunning(pid: number): Promise<boolean> {
  return (await startTimeOf(pid)) !== null;
}

/** Processes that were given a data directory under this root, told by their environment. */
async function leftIn(root: string): Promise<string[]> {
  const left: string[] = [];
  for (const name of await readdir('/proc').catch(() => [])) {
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    if (environment.includes(`DATA_DIR=${root}/`) && (await isRunning(Number(name)))) left.push(name);
  }
  return left;
}

function kindOf(commit: string): ServiceKind {
  const kind = Object.keys(services).find((name): name is ServiceKind => name === commit);
  if (!kind) throw new Error(`no service of kind ${commit}`);
  return kind;
}

function isOf(event: ServiceEvent, type: string, release: string | undefined): boolean {
  if (event.type !== type) return false;
  if (release === undefined) return true;
  if ('release' in event) return event.release === release;
  return 'to' in event && event.to === release;
}

function hasType<T extends ServiceEvent['type']>(
  event: ServiceEvent,
  type: T,
): event is Extract<ServiceEvent, { type: T }> {
  return event.type === type;
}

async function makeWritable(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(directory, entry.name));
  }
}

/** Ranges that parallel test files do not share. */
function portRange() {
  const first = 30_000 + (process.pid % 100) * 20 + Math.floor(Math.random() * 10) * 2_000;
  return { first, last: first + 60 };
}
