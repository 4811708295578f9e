import type { Budgets } from '../../machines/policy/budget-limits.ts';
import { defaultLimits } from '../../machines/policy/limits.ts';
import { SpecCache } from '../../src/catalog/spec/spec-cache.ts';
import type { Batch, Store } from '../../src/store/store.port.ts';
import type { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import type { Observation } from '../checker/observation.ts';
import { CoordinatorProcess } from './coordinator-process.ts';
import type { Faults } from './faults.ts';
import { fullDiskStore } from './full-disk-store.ts';
import type { Life } from './life.ts';
import { mortal } from './mortal.ts';
import { type ReleaseHost, simulatedReleases } from './simulated-releases.ts';
import type { SimulatedTree } from './simulated-tree.ts';
import { type Records, simulatedVerifier } from './simulated-verifier.ts';
import type { UnreliableQueue } from './unreliable-queue.ts';

/** What outlives a coordinator, and what each of them works with. */
export type Surroundings = {
  readonly faults: Faults;
  readonly store: Store;
  readonly repositories: MemoryRepositories;
  readonly records: Records;
  readonly host: ReleaseHost;
  readonly queue: UnreliableQueue;
  readonly tree: SimulatedTree;
  /** What work may cost now. */
  readonly budgets: () => Budgets;
  readonly diskIsFull: () => boolean;
  readonly newId: () => string;
  readonly saw: (observation: Observation) => void;
};

/** Parsing costs milliseconds, and all worlds use the same few specs. */
const specs = new SpecCache();

const storeReads = [
  ...['lastSeq', 'events', 'activeSnapshots', 'snapshot', 'owedEffects', 'timers'],
  ...['get', 'keys', 'close'],
];
const queueReads = ['onUpChanged', 'onLost', 'onVerified', 'onVerificationProgress'];
const repositoryReads = ['file', 'list', 'has', 'bundle', 'export'];
const releaseReads = ['underway', 'probe', 'adopt', 'close'];

/** A coordinator for this life, with its verifiers; it is not open yet, and may die at any call it makes. */
export function boot(around: Surroundings, life: Life, epoch: string): CoordinatorProcess {
  const { faults, repositories, records, host, queue, tree, saw } = around;
  const dies = (service: string | null = null) => faults.strikes('coordinatorDies', service);
  const disk = {
    ...around.store,
    commit: async (batch: Batch) => {
      await around.store.commit(batch);
      saw({ what: 'committed', rows: batch.events });
    },
  };
  const process = new CoordinatorProcess({
    life,
    limits: defaultLimits,
    budgets: around.budgets(),
    store: mortal(
      fullDiskStore(disk, () => around.diskIsFull() || faults.strikes('writeRefused')),
      life,
      { reads: storeReads, strikes: (call) => (call === 'commit' && faults.strikes('commitTorn')) || dies() },
    ),
    workQueue: mortal(queue.portFor(life), life, { reads: queueReads, strikes: () => dies() }),
    repositories: mortal(repositories, life, { reads: repositoryReads, strikes: () => dies() }),
    releases: (coordinator) => {
      const simulated = simulatedReleases({ faults, repositories, records, host, saw }, life, coordinator);
      return {
        port: mortal(simulated, life, { reads: releaseReads, strikes: () => dies() }),
        probe: () => simulated.probe(),
      };
    },
    tree,
    publish: async (known, service, commit, what) => {
      if (dies(service.id)) life.die();
      if (!life.alive) return new Promise<void>(() => {});
      const present = process.line.coordinator.service(service.id)?.context.present ?? false;
      await tree.publish(known, service, commit, what, present);
    },
    specs,
    newId: around.newId,
    epoch,
    onPerformed: (effect, stream) => {
      if (life.alive) saw({ what: 'performed', stream, effect });
    },
  });
  const verifier = simulatedVerifier(
    {
      faults,
      repositories,
      records,
      verified: ({ service, gate, commit }, { verdict, record, digest }) =>
        saw({ what: 'verified', service: service.id, gate, commit, verdict, record, digest }),
      tampered: ({ service, gate }, record) =>
        saw({ what: 'verified', service: service.id, gate, commit: 'tampered', verdict: 'passed', record }),
    },
    life,
  );
  const verifications = queue.consumeVerifications(verifier, 2);
  life.onDeath(() => void verifications.close());
  return process;
}
