import type { Budgets } from '../../machines/policy/budget-limits.ts';
import type { Limits } from '../../machines/policy/limits.ts';
import { meaningOf } from '../../machines/states.ts';
import { createLine, type Line } from '../../src/app/create-line.ts';
import { environmentIncident } from '../../src/app/environment-incident.ts';
import type { BoardFeed } from '../../src/board/board-feed.port.ts';
import type { BoardViews } from '../../src/board/board-views.port.ts';
import { CoordinatorBoardFeed } from '../../src/board/coordinator-board-feed.ts';
import { createBoardViews } from '../../src/board/coordinator-board-views.ts';
import { Intake } from '../../src/catalog/intake.ts';
import type { SpecCache } from '../../src/catalog/spec/spec-cache.ts';
import { MemorySignals } from '../../src/coordinator/memory-signals.ts';
import { silentLog } from '../../src/log.ts';
import type { Store, StreamId } from '../../src/store/store.port.ts';
import type { VerificationResults, WorkQueue } from '../../src/work-queue/work-queue.port.ts';
import type { Repositories } from '../../src/workspace/workspace.port.ts';
import { StoreKnownFiles } from '../../src/write-back/store-known-files.ts';
import type { Life } from './life.ts';
import type { SimulatedReleases } from './simulated-releases.ts';
import type { SimulatedTree } from './simulated-tree.ts';

export type CoordinatorPorts = {
  readonly life: Life;
  readonly limits: Limits;
  readonly budgets: Budgets;
  readonly store: Store;
  readonly workQueue: WorkQueue & VerificationResults;
  readonly repositories: Repositories;
  readonly releases: (line: () => Line['coordinator']) => {
    readonly port: SimulatedReleases;
    readonly probe: () => void;
  };
  readonly tree: SimulatedTree;
  readonly publish: (
    known: StoreKnownFiles,
    service: { id: string; name: string },
    commit: string,
    what: 'build' | 'spec',
  ) => Promise<void>;
  readonly specs: SpecCache;
  readonly newId: () => string;
  readonly epoch: string;
  readonly onPerformed: (effect: { readonly type: string }, stream: StreamId) => void;
};

/** A coordinator process in a simulated world: the real line, intake and board over the world's ports. */
export class CoordinatorProcess {
  readonly life: Life;
  readonly line: Line;
  readonly views: BoardViews;
  readonly feed: BoardFeed;
  readonly #intake: Intake;
  readonly #ports: CoordinatorPorts;
  readonly #probe: () => void;
  /** True once it has opened: it may be called from then on. */
  listening = false;

  constructor(ports: CoordinatorPorts) {
    const { life, store, limits, workQueue } = ports;
    const { clock } = life;
    this.#ports = ports;
    this.life = life;
    const signals = new MemorySignals(clock);
    const known = new StoreKnownFiles(store);
    const releases = ports.releases(() => this.line.coordinator);
    this.#probe = releases.probe;
    this.line = createLine({
      store,
      clock,
      limits,
      budgets: ports.budgets,
      log: silentLog,
      newId: ports.newId,
      workQueue,
      releases: releases.port,
      repositories: ports.repositories,
      signals,
      publish: (service, commit, what) => ports.publish(known, service, commit, what),
      delivery: (session) => ({ prefix: 'simulated', queue: session, redis: {} }),
      builtIn: { names: new Set(), secret: 'none' },
      host: 'simulated',
      onPerformed: ports.onPerformed,
      soon: (callback) => void clock.after(0, callback),
    });
    const { coordinator } = this.line;
    this.views = createBoardViews({
      coordinator,
      signals,
      figures: () => ({ url: null, uptime: null, probedAt: null }),
      meaningOf: (state) => meaningOf(state),
      lineFacts: () => ({
        redis: workQueue.up ? 'up' : 'down',
        redisProblem: workQueue.problem ?? null,
        sandbox: 'simulated',
        unsandboxed: false,
        catalog: null,
        incident: environmentIncident(coordinator.services(), limits.commonCauseServices),
        startedAt: 0,
      }),
      gatewayUrl: 'http://127.0.0.1',
      servicesRoot: 'SERVICES',
    });
    this.feed = new CoordinatorBoardFeed({
      views: this.views,
      coordinator,
      signals,
      clock,
      epoch: ports.epoch,
    });
    const forget = workQueue.onUpChanged(() => this.feed.touchLine());
    this.#intake = new Intake({
      catalog: ports.tree.catalog(),
      coordinator,
      store,
      repositories: ports.repositories,
      known,
      clock,
      log: silentLog,
      vanishShare: 1,
      specs: ports.specs,
    });
    life.onDeath(() => {
      this.listening = false;
      forget();
      this.feed.close();
      void this.#intake.close();
    });
  }

  /** Rejects when it could not start, as the program then ends. */
  async open(): Promise<void> {
    await this.line.open();
    this.listening = true;
    await this.#intake.start();
    this.#every(this.#ports.limits.rescanMs, () => this.#intake.sweep());
    this.#every(5_000, this.#probe);
  }

  #every(ms: number, act: () => unknown): void {
    this.life.clock.after(ms, () => {
      void Promise.resolve(act()).catch(() => undefined);
      this.#every(ms, act);
    });
  }
}
