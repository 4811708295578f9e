import type { Budgets } from '../../machines/policy/budget-limits.ts';
import type { Limits } from '../../machines/policy/limits.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import { HomeCoordinator } from '../coordinator/coordinator.ts';
import type { Signals } from '../coordinator/signals.port.ts';
import type { Log } from '../log.ts';
import type { Briefings } from '../prompt/briefing.port.ts';
import type { Releases } from '../release/release.port.ts';
import type { Invites } from '../sessions/invites.port.ts';
import { createInvites } from '../sessions/invites.ts';
import { createLeaseSweeper } from '../sessions/lease-sweeper.ts';
import { createLeases } from '../sessions/leases.ts';
import type { SessionService } from '../sessions/session-service.port.ts';
import { createSessionService } from '../sessions/session-service.ts';
import type { BuiltIn, Delivery } from '../sessions/session-service-deps.ts';
import type { TreeCommits } from '../sessions/tree-commits.port.ts';
import { createUsageBook } from '../sessions/usage-book.ts';
import type { Store } from '../store/store.port.ts';
import type { VerificationResults, WorkQueue } from '../work-queue/work-queue.port.ts';
import type { Repositories } from '../workspace/workspace.port.ts';
import { createEffects, type EffectAdapters } from './effects.ts';
import { hearVerifications } from './hear-verifications.ts';
import { registerOwnDevops } from './own-devops.ts';
import { startReconciling } from './reconciling.ts';

/** Everything outside the line, as ports: the composition root hands in the real ones, the simulation its own. */
export type LinePorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly limits: Limits;
  /** What work may cost; absent: nothing limits it. */
  readonly budgets?: Budgets;
  readonly log: Log;
  readonly newId: () => string;
  readonly workQueue: WorkQueue & VerificationResults;
  readonly releases: Releases;
  readonly repositories: Repositories;
  readonly signals: Signals;
  /** What sessions are told with a ticket; without it they are told nothing but its facts. */
  readonly briefings?: Briefings;
  readonly publish: EffectAdapters['publish'];
  readonly delivery: Delivery;
  /** Makes commits of trees that are handed in without git. */
  readonly trees?: TreeCommits;
  /** The sessions Andon brings itself. */
  readonly builtIn: BuiltIn;
  /** What ticket tokens are made with; default: what built-in sessions prove themselves with, new at each start. */
  readonly tokenSecret?: string;
  readonly host: string;
  readonly onPerformed?: EffectAdapters['onPerformed'];
  /** See `CoordinatorOptions.soon`. */
  readonly soon?: (callback: () => void) => void;
};

export type Line = {
  readonly coordinator: HomeCoordinator;
  readonly sessions: SessionService;
  readonly invites: Invites;
  /** Performs what is owed, begins to sweep leases and to reconcile; resolves after the first reconcile. */
  open(): Promise<void>;
  /** Sweeps, reconciles and beats no more; what is under way ends. The coordinator still takes events. */
  stop(): Promise<void>;
};

/**
 * The line itself: coordinator, effects, sessions, leases and reconcile, wired over ports alone. Nothing runs before
 * `open`; machines can be read at once.
 */
export function createLine(ports: LinePorts): Line {
  const { store, clock, limits, log, workQueue, releases, repositories, signals } = ports;
  const effects = createEffects({
    coordinator: () => coordinator,
    workQueue,
    releases,
    publish: ports.publish,
    onPerformed: ports.onPerformed,
  });
  const coordinator = new HomeCoordinator({
    store,
    clock,
    limits,
    ...(ports.budgets ? { budgets: ports.budgets } : {}),
    log,
    newId: ports.newId,
    perform: effects.perform,
    ...(ports.soon ? { soon: ports.soon } : {}),
  });
  hearVerifications(workQueue, coordinator, signals);
  const leases = createLeases(clock, limits);
  coordinator.setFreshSessions((session) => leases.isFresh(session));
  const usage = createUsageBook(coordinator, clock, log);
  const invites = createInvites(store, clock);
  const sessions = createSessionService({
    coordinator,
    repositories,
    store,
    invites,
    usage,
    trees: ports.trees,
    clock,
    secret: ports.tokenSecret ?? ports.builtIn.secret,
    briefings: ports.briefings,
    signals,
    leases,
    limits,
    onFresh: () => coordinator.assignSoon(),
    delivery: ports.delivery,
    builtIn: ports.builtIn,
    log,
  });
  const sweeper = createLeaseSweeper({ coordinator, leases, usage, clock, limits, log });
  const running: { reconciling?: ReturnType<typeof startReconciling>; stopDevops?: () => void } = {};
  workQueue.onUpChanged((up) => {
    leases.outage(!up);
    if (!up) return;
    coordinator.retryEffects();
    void running.reconciling?.now();
  });

  // What Redis forgot is put back at once, not at the next look.
  workQueue.onLost(() => void running.reconciling?.now());

  return {
    coordinator,
    sessions,
    invites,
    async open() {
      await coordinator.open();
      running.stopDevops = await registerOwnDevops({
        coordinator,
        leases,
        clock,
        host: ports.host,
        beatMs: limits.leaseBeatMs,
      });
      sweeper.start();
      running.reconciling = startReconciling({
        coordinator,
        effects,
        everyMs: limits.reconcileMs,
        clock,
        log,
      });
      await running.reconciling.now();
    },
    async stop() {
      sweeper.stop();
      running.stopDevops?.();
      await running.reconciling?.stop();
    },
  };
}
