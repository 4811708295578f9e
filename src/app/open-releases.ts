import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Config } from '../config.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import type { Dependencies } from '../dependencies/dependencies.port.ts';
import type { Log } from '../log.ts';
import { deployRefusal, type RecordFacts } from '../release/deploy-refusal.ts';
import { startGateway } from '../release/gateway.ts';
import { openPorts } from '../release/ports.ts';
import { createProcessReleases } from '../release/process-releases.ts';
import { createSecrets } from '../release/secrets.ts';
import { createServiceLogs } from '../release/service-logs.ts';
import type { Sandbox } from '../sandbox/sandbox.port.ts';
import { stackOf } from '../stack/stack-of.ts';
import type { KnownRecord, RecordBook } from '../verification/record/record-book.ts';
import type { Repositories } from '../workspace/workspace.port.ts';
import { andonYamlOf } from './andon-yaml-of.ts';
import type { HomeDirectories } from './home-directories.ts';
import { createMainMover } from './main-mover.ts';
import { installRelease } from './open-dependencies.ts';
import { ownNames } from './own-names.ts';
import { servingOrder } from './serving-order.ts';

/** Releases, their gateway and their secrets, wired. */
export async function openReleases(options: {
  config: Config;
  directories: HomeDirectories;
  repositories: Repositories;
  sandbox: Sandbox;
  dependencies: Dependencies;
  records: Pick<RecordBook, 'read'>;
  clock: Clock;
  log: Log;
  coordinator: () => Coordinator;
}) {
  const { config, directories, repositories, sandbox, records, clock, log, coordinator } = options;
  const secrets = createSecrets(directories.secrets);
  const ports = await openPorts(join(directories.home, 'ports.json'));
  const logs = createServiceLogs({
    directory: directories.logs,
    secretsOf: async (service) => Object.values(await secrets.values(service)),
  });
  const gatewayHost = config.host;
  let gatewayUrl = '';
  const moveMain = createMainMover({ coordinator, repositories, log });

  const yamlOf = async (service: string) => {
    const name = coordinator().service(service)?.context.name;
    return name === undefined ? undefined : andonYamlOf(config.services, name);
  };

  const releases = createProcessReleases({
    releasesDir: directories.releases,
    dataDir: directories.data,
    limits: config.limits,
    times: { startMs: config.limits.startMs },
    clock,
    log,
    ports,
    secrets,
    logs,
    env: config.childEnv,
    exportCommit: (service, commit, directory) => repositories.export(service, commit, directory, 'BUILD'),
    isOwn: ({ service, commit }) => repositories.isOwn(service.id, commit),
    refusal: async ({ service, record, commit }, tree) => {
      const found = await records.read(service.id, record);
      const asked = { record, service: service.id, commit, tree };
      const rules = { unsandboxed: config.productionUnsandboxed };
      return deployRefusal(asked, found ? factsOf(found) : null, rules);
    },
    stackOf: async (app, service) => stackOf(app, await yamlOf(service)),
    install: async (order) => installRelease(options.dependencies, await yamlOf(order.service), order),
    commandLine: (order) => sandbox.commandLine(order),
    serviceUrl: (name) => `${gatewayUrl}/${name}`,
    urlOf: (service) => {
      const name = coordinator().service(service)?.context.name;
      return name === undefined ? null : `${gatewayUrl}/${name}/`;
    },
    report: async (service, event) => {
      const before = await coordinator().receive(`service/${service}`, event);
      if (before.ignored || (event.type !== 'ReleaseSwitched' && event.type !== 'RolledBack')) return;
      await moveMain(service);
    },
    served: (service) =>
      coordinator()
        .service(service)
        ?.context.live.history.map(({ id }) => id) ?? [],
    drain: (port, withinMs) => gateway.drain(port, withinMs),
  });

  const gateway = await startGateway({
    host: gatewayHost,
    port: config.gatewayPort,
    hosts: [...config.allowedHosts, ...ownNames(gatewayHost)],
    route: (name) => {
      const state = coordinator().serviceNamed(name);
      if (!state) return undefined;
      return releases.route(state.context.id) ?? 'none';
    },
    owns: (port) => ports.owns(port),
    services: () =>
      [...coordinator().services()].map((state) => ({
        name: state.context.name,
        health: state.live,
        version: state.context.live.release?.version ?? null,
      })),
    clock,
    log,
  });
  gatewayUrl = `http://${gatewayHost === '0.0.0.0' ? '127.0.0.1' : gatewayHost}:${gateway.port}`;

  return {
    releases,
    secrets,
    url: gatewayUrl,
    /** Finds what an earlier coordinator left running, and starts what should run and does not. */
    async adopt(): Promise<void> {
      const orders = [...coordinator().services()].flatMap((state) => servingOrder(state) ?? []);
      await releases.adopt(
        orders.map((order) => ({ service: order.service, release: order.release, order })),
      );
      // A coordinator that was killed after a switch was accepted has not moved it.
      const atOnce = pLimit(16);
      await Promise.all(orders.map(({ service }) => atOnce(() => moveMain(service.id))));
    },
    async close(): Promise<void> {
      // Services first, while the gateway still answers what is under way.
      await releases.close();
      await gateway.close();
    },
  };
}

function factsOf({ record, signature }: KnownRecord): RecordFacts {
  const { service, gate, commit, tree, own, sandbox, result } = record;
  const { verdict } = result;
  return { signature, service: service.id, gate, commit, verdict, tree, tier: sandbox.tier, own };
}
