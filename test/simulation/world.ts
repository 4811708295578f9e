import { defaultLimits } from '../../machines/policy/limits.ts';
import { HomeCoordinator } from '../../src/coordinator/coordinator.ts';
import { silentLog } from '../../src/log.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import type { StreamId } from '../../src/store/store.port.ts';
import { Checker } from './checker.ts';
import { createRandom, type Random } from './random.ts';
import { SimulatedReleases } from './simulated-releases.ts';
import { SimulatedSession } from './simulated-session.ts';
import { VirtualClock } from './virtual-clock.ts';

export type WorldOptions = {
  readonly seed: number;
  readonly services: number;
  /** Virtual milliseconds with faults; after them the world is honest until everything has settled. */
  readonly faultyMs: number;
};

type Faults = {
  readonly crash: number;
  readonly loseJob: number;
  readonly doubleJob: number;
  readonly badWork: number;
  readonly silence: number;
  readonly inconclusive: number;
  readonly badRelease: number;
  readonly specEdit: number;
  readonly unhealthy: number;
};

/** A random subset of the faults at random rates, so that each seed is a different kind of bad day. */
function drawFaults(random: Random): Faults {
  const rate = (most: number) => (random.chance(0.6) ? random.next() * most : 0);
  return {
    crash: rate(0.004),
    loseJob: rate(0.3),
    doubleJob: rate(0.3),
    badWork: rate(0.5),
    silence: rate(0.3),
    inconclusive: rate(0.3),
    badRelease: rate(0.4),
    specEdit: rate(0.02),
    unhealthy: rate(0.01),
  };
}

const noFaults: Faults = {
  crash: 0,
  loseJob: 0,
  doubleJob: 0,
  badWork: 0,
  silence: 0,
  inconclusive: 0,
  badRelease: 0,
  specEdit: 0,
  unhealthy: 0,
};

/**
 * The real machines and the real coordinator over memory adapters, virtual time and one seeded source of chance.
 * Everything outside the coordinator is scripted and unreliable: queues lose and double, sessions lie and fall silent,
 * gates fail, releases crash, the coordinator dies between any two events.
 */
export class World {
  readonly options: WorldOptions;
  readonly clock = new VirtualClock();
  readonly random: Random;
  readonly checker = new Checker();
  readonly sessions: SimulatedSession[] = [];
  readonly releases: SimulatedReleases;
  readonly #store = createMemoryStore();
  readonly #ids: string[] = [];
  faults: Faults;
  coordinator: HomeCoordinator;
  crashes = 0;
  /** Grows with each crash: what was under way for an earlier run is gone. */
  life = 0;
  #specs = 0;

  constructor(options: WorldOptions) {
    this.options = options;
    this.random = createRandom(options.seed);
    this.faults = drawFaults(this.random);
    this.releases = new SimulatedReleases(this);
    this.coordinator = this.#boot();
    for (const [name, capabilities] of [
      ['b1', ['builder']],
      ['b2', ['builder', 'fixer']],
      ['t1', ['tester', 'fixer']],
    ] as const) {
      this.sessions.push(new SimulatedSession(this, name, capabilities));
    }
  }

  /** Runs the world to its end; throws with the seed in the message when the checker finds something. */
  async run(): Promise<void> {
    await this.coordinator.open();
    for (const session of this.sessions) await session.register();
    for (let index = 0; index < this.options.services; index += 1) {
      const id = await this.coordinator.addService(`service-${index}`);
      this.#ids.push(id);
      await this.editSpec(id);
    }
    this.#every(2_000, () => this.#sweepLeases());
    this.#every(60_000, () => this.#reconcile());
    const faultyUntil = this.clock.now() + this.options.faultyMs;
    const honestUntil = faultyUntil + 6 * 60 * 60_000;
    while (this.clock.now() < honestUntil) {
      if (this.clock.now() >= faultyUntil) {
        this.faults = noFaults;
        if (this.#settled()) break;
      }
      await this.#tick();
      this.checker.verify();
    }
    this.checker.end(this.coordinator, this.#store, honestUntil <= this.clock.now());
  }

  send(stream: StreamId, event: { readonly type: string; readonly [field: string]: unknown }): void {
    this.coordinator.receive(stream, event).catch(() => undefined);
  }

  later(ms: number, callback: () => void): void {
    const life = this.life;
    this.clock.after(ms, () => {
      if (life === this.life) callback();
    });
  }

  /** Wipes memory as SIGKILL does and starts again from the store. */
  async crash(): Promise<void> {
    this.crashes += 1;
    this.life += 1;
    this.coordinator = this.#boot();
    await this.coordinator.open();
    for (const session of this.sessions) session.graceUntil = this.clock.now() + defaultLimits.leaseExpiryMs;
    await this.#reconcile();
  }

  editSpec(id: string): Promise<unknown> {
    this.#specs += 1;
    const spec = { hash: `spec-${this.#specs}`, problems: [], secrets: [], services: [] };
    return this.coordinator.receive(`service/${id}`, { type: 'SpecSeen', spec });
  }

  #boot(): HomeCoordinator {
    const life = this.life;
    const store = this.#store;
    const coordinator = new HomeCoordinator({
      // What a killed process had not committed yet is never committed.
      store: {
        ...store,
        commit: (batch) => (life === this.life ? store.commit(batch) : new Promise<void>(() => {})),
      },
      clock: this.clock,
      limits: defaultLimits,
      log: silentLog,
      newId: () => `s${this.#ids.length + 1}x${this.random.below(1_000_000)}`,
      soon: (callback) => queueMicrotask(callback),
      perform: async (effect, stream) => {
        // Effects of a coordinator that died are not done by it any more.
        if (life === this.life) this.#perform(effect, stream);
      },
    });
    coordinator.setFreshSessions((name) =>
      this.sessions.some((session) => session.name === name && session.fresh),
    );
    coordinator.onCommitted((committed) => this.checker.committed(committed, coordinator));
    return coordinator;
  }

  #perform(effect: { readonly type: string }, stream: StreamId): void {
    const { random, faults } = this;
    if (effect.type === 'verify') {
      if (random.chance(faults.loseJob)) return;
      this.#verify(effect, stream);
      if (random.chance(faults.doubleJob)) this.#verify(effect, stream);
      return;
    }
    if (effect.type === 'deliver' || effect.type === 'recall') {
      if (effect.type === 'deliver' && random.chance(faults.loseJob)) return;
      const order = effect as unknown as { session: string; ticket: string; token: number };
      this.sessions
        .find((session) => session.name === order.session)
        ?.[effect.type](order.ticket, order.token);
      return;
    }
    this.releases.perform(effect, stream);
  }

  #verify(effect: { readonly type: string }, stream: StreamId): void {
    const order = effect as unknown as { verification: string; gate: string; commit: string };
    const { random } = this;
    this.later(100 + random.below(20_000), () => {
      const inconclusive = random.chance(this.faults.inconclusive);
      const passed = !order.commit.includes('bad') && !inconclusive;
      const record = `rec-${order.verification}`;
      if (passed && order.gate === 'test') this.checker.recorded(record, order.commit);
      this.send(stream, {
        type: 'VerificationFinished',
        verification: order.verification,
        verdict: inconclusive ? 'inconclusive' : passed ? 'passed' : 'failed',
        reasons: passed ? [] : ['the gate says no'],
        ...(inconclusive ? { fault: 'environment' } : {}),
        ...(passed ? { hasTests: true, record, tests: { passed: 3, failed: 0, skipped: 0, total: 3 } } : {}),
      });
    });
  }

  async #tick(): Promise<void> {
    this.clock.runNext();
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    await this.coordinator.quiet();
    if (this.random.chance(this.faults.crash)) await this.crash();
    if (this.random.chance(this.faults.specEdit)) await this.editSpec(this.random.pick(this.#ids));
    if (this.random.chance(this.faults.unhealthy)) this.releases.fail(this.random.pick(this.#ids));
  }

  #settled(): boolean {
    if (this.coordinator.owedEffects > 0) return false;
    return [...this.coordinator.services()].every(
      (state) =>
        ['shipped', 'blocked'].includes(state.line) &&
        ['none', 'healthy', 'down'].includes(state.live) &&
        (state.line === 'blocked' || !state.context.pending.spec),
    );
  }

  #sweepLeases(): void {
    for (const session of this.sessions) session.sweep();
  }

  async #reconcile(): Promise<void> {
    for (const { effect, stream } of [...this.coordinator.awaited()]) {
      if (effect.type === 'deliver' || !this.releases.underway(effect)) this.#perform(effect, stream);
    }
  }

  #every(ms: number, callback: () => unknown): void {
    this.clock.after(ms, () => {
      void callback();
      this.#every(ms, callback);
    });
  }
}
