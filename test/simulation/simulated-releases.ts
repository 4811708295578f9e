import type { ServiceEvent } from '../../machines/service/service.events.ts';
import { treeHash } from '../../src/contracts/tree-hash.ts';
import type { Coordinator } from '../../src/coordinator/coordinator.port.ts';
import { silentLog } from '../../src/log.ts';
import { deployRefusal } from '../../src/release/deploy-refusal.ts';
import type { DeployOrder, Releases } from '../../src/release/release.port.ts';
import { createReporter } from '../../src/release/reporter.ts';
import type { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import type { Observation } from '../checker/observation.ts';
import { qualityOf, sourcePath } from './craft.ts';
import type { Faults } from './faults.ts';
import type { Life } from './life.ts';
import type { Records } from './simulated-verifier.ts';

/** The release host's disk and processes: what outlives a coordinator. */
export class ReleaseHost {
  /** Made releases by id. */
  readonly made = new Map<string, { readonly service: string; readonly commit: string }>();
  /** What answers for each service now. */
  readonly serving = new Map<string, string>();
  /** Services that answer badly just now, and why. */
  readonly ill = new Map<string, 'service' | 'environment'>();
}

export type ReleasesWorld = {
  readonly faults: Faults;
  readonly repositories: MemoryRepositories;
  readonly records: Records;
  readonly host: ReleaseHost;
  readonly saw: (observation: Observation) => void;
};

export type SimulatedReleases = Releases & {
  /** Looks at the health of what serves, as probes do, and says what turned. */
  probe(): void;
};

/** Releases of one coordinator's life over the host. The check of the record is the real one. */
export function simulatedReleases(
  world: ReleasesWorld,
  life: Life,
  coordinator: () => Coordinator,
): SimulatedReleases {
  const { faults, host, saw } = world;
  const { clock } = life;
  const busy = new Set<string>();
  const healthSaid = new Map<string, boolean>();
  const reporter = createReporter(
    async (service, event) => {
      await coordinator().receive(`service/${service}`, event);
    },
    clock,
    silentLog,
  );
  life.onDeath(() => {
    for (const key of busy) {
      const [service = '', release = ''] = key.split(' ');
      saw({ what: 'deploy-ended', service, release });
    }
  });

  const say = (service: string, event: ServiceEvent) => void reporter.report(service, event);
  const random = faults.source('deployFails');

  function doWork(service: string, release: string, ms: number, done: () => void): void {
    const key = `${service} ${release}`;
    if (busy.has(key)) return;
    busy.add(key);
    clock.after(ms + random.below(ms * 4), () => {
      busy.delete(key);
      done();
    });
  }

  function serve(service: string, release: string): void {
    host.serving.set(service, release);
    healthSaid.delete(service);
    const commit = host.made.get(release)?.commit ?? 'nothing';
    saw({ what: 'serves', service, release, commit });
    void fallIll(service, release, commit);
  }

  /** What was built sick answers well at first. */
  async function fallIll(service: string, release: string, commit: string): Promise<void> {
    host.ill.delete(service);
    const text = await world.repositories.file(service, commit, sourcePath);
    if (qualityOf(new Map([[sourcePath, text ?? '']])) !== 'falls ill') return;
    clock.after(30_000, () => {
      if (host.serving.get(service) === release) host.ill.set(service, 'service');
    });
  }

  async function treeOf(service: string, commit: string): Promise<string> {
    const files = await world.repositories.list(service, commit, 'BUILD');
    return treeHash(new Map(files.map(({ path, blob }) => [path, blob]))) ?? '';
  }

  async function deploy(order: DeployOrder): Promise<void> {
    const { release, commit, record } = order;
    const service = order.service.id;
    if (busy.has(`${service} ${release}`)) return;
    const asked = { record, service, commit, tree: await treeOf(service, commit) };
    const refusal = deployRefusal(asked, world.records.get(record) ?? null, { unsandboxed: false });
    const failed = (fault: 'work' | 'environment' | 'record', reason: string) =>
      say(service, { type: 'ReleaseFailed', release, fault, reason, log: 'the last lines it said' });
    if (refusal) return failed('record', `not deployed: ${refusal}`);
    const source = await world.repositories.file(service, commit, sourcePath);
    saw({ what: 'deploy-began', service, release, commit, record });
    doWork(service, release, 800, () => {
      const over = () => saw({ what: 'deploy-ended', service, release });
      if (faults.strikes('deployFails', service)) {
        over();
        return failed(random.pick(['work', 'environment']), 'the port was taken');
      }
      if (qualityOf(new Map([[sourcePath, source ?? '']])) === 'does not start') {
        over();
        return failed('work', 'it exited with code 1');
      }
      host.made.set(release, { service, commit });
      say(service, { type: 'ReleaseStarted', release });
      doWork(service, release, 3_000, () => {
        over();
        say(service, { type: 'ReleaseProved', release, version: '1.0.0' });
      });
    });
  }

  return {
    deploy,
    async switchTo(service, release) {
      doWork(service, release, 300, () => {
        const serving = host.serving.get(service) ?? null;
        if (serving !== release && (!host.made.has(release) || faults.strikes('switchFails', service))) {
          const fault = faults.source('switchFails').pick(['work', 'environment'] as const);
          return say(service, {
            type: 'SwitchFailed',
            release,
            fault,
            reason: 'no answer',
            log: '',
            serving,
          });
        }
        if (serving !== release) serve(service, release);
        say(service, { type: 'ReleaseSwitched', release });
      });
    },
    async discard(_service, release) {
      if (![...host.serving.values()].includes(release)) host.made.delete(release);
    },
    async restart(service, release) {
      doWork(service, release, 500, () => {
        healthSaid.delete(service);
        say(service, { type: 'ReleaseRestarted', release });
      });
    },
    async rollBack(service, from, to, keep = false) {
      doWork(service, to, 500, () => {
        if (faults.strikes('rollbackFails', service)) {
          const serving = keep && !host.ill.has(service) ? from : null;
          const reason = 'it does not start';
          return say(service, { type: 'RollbackFailed', from, to, reason, log: '', serving });
        }
        if (host.serving.get(service) !== to) serve(service, to);
        say(service, { type: 'RolledBack', from, to });
      });
    },
    async stopService(service) {
      host.serving.delete(service);
    },
    underway: (service, release) => busy.has(`${service} ${release}`),
    async adopt() {},
    async close() {
      reporter.close();
    },

    probe() {
      for (const [service, release] of host.serving) {
        const cause = host.ill.get(service);
        const well = cause === undefined;
        if (healthSaid.get(service) === well) continue;
        healthSaid.set(service, well);
        if (well) say(service, { type: 'HealthPassed', release });
        else {
          const reason = 'GET /health gave no answer (3 times in a row)';
          say(service, { type: 'HealthFailed', release, reason, log: 'stack', cause });
        }
      }
    },
  };
}
