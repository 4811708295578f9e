import { z } from 'zod';
import { defaultLimits } from '../../machines/policy/limits.ts';
import type { Block } from '../../machines/service/service.context.ts';
import { SpecCache } from '../../src/catalog/spec/spec-cache.ts';
import { contentHash } from '../../src/contracts/tree-hash.ts';
import type { Coordinator } from '../../src/coordinator/coordinator.port.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import type { Batch } from '../../src/store/store.port.ts';
import { createMemoryWorkQueue } from '../../src/work-queue/memory-work-queue.ts';
import { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import { Checker } from '../checker/checker.ts';
import type { Observation, Violation } from '../checker/observation.ts';
import { CoordinatorProcess } from './coordinator-process.ts';
import { brokenSpec, completeSpec, work } from './craft.ts';
import { Faults } from './faults.ts';
import { fullDiskStore } from './full-disk-store.ts';
import { Life } from './life.ts';
import { mortal } from './mortal.ts';
import { Network } from './network.ts';
import { createRandom, type Random } from './random.ts';
import { SimulatedBoard } from './simulated-board.ts';
import { ReleaseHost, simulatedReleases } from './simulated-releases.ts';
import { SimulatedSession } from './simulated-session.ts';
import { SimulatedTree } from './simulated-tree.ts';
import { type Records, simulatedVerifier } from './simulated-verifier.ts';
import { Timeline } from './timeline.ts';
import { Trouble } from './trouble.ts';
import { UnreliableQueue } from './unreliable-queue.ts';
import type { WorldPlan } from './world-plan.ts';

const opened = z.object({ input: z.object({ service: z.object({ id: z.string() }) }) });

/** Parsing costs milliseconds, and all worlds use the same few specs. */
const specs = new SpecCache();
/** Everything must be at its end this long after the faults, true milliseconds. */
const settleMs = 2 * 60 * 60_000;

/** What was saved in the tree last is swept by then, heard of or not. */
const sweptMs = defaultLimits.rescanMs + 10_000;
/** Within this every board was told of what changed, reasons to wait too. */
const feedMs = 3_000;

const storeReads = [
  'lastSeq',
  'events',
  'activeSnapshots',
  'snapshot',
  'owedEffects',
  'timers',
  'get',
  'keys',
  'close',
];
const queueReads = ['onUpChanged', 'onLost', 'onVerified', 'onVerificationProgress'];
const repositoryReads = ['file', 'list', 'has', 'bundle', 'export'];
const releaseReads = ['underway', 'probe', 'adopt', 'close'];

/** Cores of capabilities that every world has, so that no ticket waits for ever for want of somebody. */
const crew = [
  ['builder', 'fixer'],
  ['tester', 'fixer'],
  ['architect'],
  ['builder', 'tester'],
  ['builder'],
  ['fixer', 'architect'],
];

/**
 * The real machines, coordinator, sessions, leases, reconcile, intake and board over memory adapters, true time that
 * only the world moves, and one seeded source of chance. Everything outside is scripted and unreliable.
 */
export class World {
  readonly plan: WorldPlan;
  readonly timeline = new Timeline();
  readonly wall = { offset: 0 };
  readonly faults: Faults;
  readonly checker: Checker;
  readonly tree: SimulatedTree;
  readonly host = new ReleaseHost();
  readonly queue: UnreliableQueue;
  readonly sessions: SimulatedSession[] = [];
  readonly boards: SimulatedBoard[];
  readonly #random: Random;
  readonly #store = createMemoryStore();
  readonly #repositories = new MemoryRepositories();
  readonly #records: Records = new Map();
  readonly #network: Network;
  readonly #seen: ((observation: Observation) => void)[] = [];
  readonly #own: Violation[] = [];
  #process: CoordinatorProcess | null = null;
  #lives = 0;
  #ids = 0;
  diskFull = false;
  events = 0;

  constructor(plan: WorldPlan) {
    this.plan = plan;
    this.#random = createRandom(plan.seed).fork('world');
    this.faults = new Faults(plan, (service) => this.#phases(service));
    this.checker = new Checker({ limits: defaultLimits });
    this.tree = new SimulatedTree(this.timeline, this.faults, this.#repositories);
    this.#network = new Network(this.faults, () =>
      this.#process?.listening ? { life: this.#process.life, sessions: this.#process.line.sessions } : null,
    );
    const scheduling = this.#random.fork('queue');
    this.queue = new UnreliableQueue(
      createMemoryWorkQueue((step) => {
        const late = this.faults.strikes('jobDelayed') ? this.faults.source('jobDelayed').below(30_000) : 0;
        this.timeline.after(scheduling.between(1, 10) + late, step);
      }),
      this.timeline,
      this.faults,
    );
    this.boards = [1, 2].map((n) => new SimulatedBoard(`board ${n}`, this.timeline, this.faults));
  }

  /** The coordinator that lives now; null while none does. */
  get process(): CoordinatorProcess | null {
    return this.#process;
  }

  get violations(): readonly Violation[] {
    return [...this.#own, ...this.checker.violations];
  }

  onSeen(listener: (observation: Observation) => void): void {
    this.#seen.push(listener);
  }

  /** Runs the world to its end; the checker has then heard everything. */
  async run(): Promise<void> {
    this.#boot();
    for (let n = 0; n < this.plan.services; n += 1) {
      const name = `service-${n}`;
      this.timeline.after(this.#random.below(60_000), () => {
        const broken = this.faults.strikes('specBroken');
        this.tree.saveSpec(name, broken ? brokenSpec(n) : completeSpec(n));
      });
    }
    for (let n = 0; n < this.plan.sessions; n += 1) this.addSession(`s${n}`, crew[n % crew.length] ?? []);
    const trouble = new Trouble(this, this.#random.fork('trouble'));
    trouble.begin();
    const faultyUntil = this.plan.faultyMs;
    let settledAt: number | undefined;
    while (this.timeline.now < faultyUntil + settleMs) {
      if (!this.faults.over && this.timeline.now >= faultyUntil) {
        this.faults.end();
        trouble.heal();
      }
      const swept = this.timeline.now > faultyUntil + sweptMs;
      if (!swept || !this.#settled()) settledAt = undefined;
      else settledAt ??= this.timeline.now;
      if (settledAt !== undefined && this.timeline.now - settledAt > feedMs) break;
      if (!this.timeline.runNext()) break;
      await new Promise<void>((resolve) => setImmediate(resolve));
      this.events += 1;
      this.#compareBoards();
      if (this.violations.length > 0) return;
    }
    if (settledAt === undefined) this.#broken('the line settles in time', this.#unsettled());
    await this.#end();
  }

  /** SIGKILL of whoever coordinates; its standby takes over. */
  kill(): void {
    this.#process?.life.die();
  }

  saw(observation: Observation): void {
    for (const listener of this.#seen) listener(observation);
    this.checker.observe(observation, this.timeline.now);
  }

  /** A hand edit in BUILD, as its owner makes one. */
  editByHand(name: string, n: number): void {
    const files = work({}, `by hand ${n}`, 'good', true);
    for (const [path, text] of Object.entries(files)) this.tree.saveBuild(name, path, text);
  }

  /** A worker that comes to the line within half a minute. */
  addSession(name: string, capabilities: readonly string[]): void {
    const session = new SimulatedSession(
      {
        timeline: this.timeline,
        wall: this.wall,
        network: this.#network,
        faults: this.faults,
        repositories: this.#repositories,
        consume: (name, take) => this.queue.consume(name, take),
        serviceOf: (ticket) => this.#owner(ticket),
        saw: (observation) => this.saw(observation),
      },
      name,
      capabilities,
      this.#random.fork(`session ${name}`),
    );
    this.sessions.push(session);
    this.timeline.after(this.#random.below(30_000), () => session.start());
  }

  #newId(): string {
    this.#ids += 1;
    return `svc${this.#ids}x`;
  }

  /** The service a ticket is for, whether anybody coordinates or not. */
  #owner(ticket: string): string | null {
    const owner = this.#store.events({ stream: `ticket/${ticket}`, limit: 1 })[0]?.event;
    const { data } = opened.safeParse(owner);
    return data?.input.service.id ?? null;
  }

  #boot(): void {
    const life = new Life(this.timeline, this.wall);
    this.#lives += 1;
    const dies = (service: string | null = null) => this.faults.strikes('coordinatorDies', service);
    const disk = {
      ...this.#store,
      commit: async (batch: Batch) => {
        await this.#store.commit(batch);
        this.saw({ what: 'committed', rows: batch.events });
      },
    };
    const store = mortal(
      fullDiskStore(disk, () => this.diskFull || this.faults.strikes('writeRefused')),
      life,
      {
        reads: storeReads,
        strikes: (call) => (call === 'commit' && this.faults.strikes('commitTorn')) || dies(),
      },
    );
    const workQueue = mortal(this.queue.portFor(life), life, {
      reads: queueReads,
      strikes: () => dies(),
    });
    const repositories = mortal(this.#repositories, life, { reads: repositoryReads, strikes: () => dies() });
    const process = new CoordinatorProcess({
      life,
      limits: defaultLimits,
      store,
      workQueue,
      repositories,
      releases: (coordinator) => {
        const simulated = simulatedReleases(
          {
            faults: this.faults,
            repositories: this.#repositories,
            records: this.#records,
            host: this.host,
            saw: (observation) => this.saw(observation),
          },
          life,
          coordinator,
        );
        return {
          port: mortal(simulated, life, { reads: releaseReads, strikes: () => dies() }),
          probe: () => simulated.probe(),
        };
      },
      tree: this.tree,
      publish: async (known, service, commit, what) => {
        if (dies(service.id)) life.die();
        if (!life.alive) return new Promise<void>(() => {});
        const present = process.line.coordinator.service(service.id)?.context.present ?? false;
        await this.tree.publish(known, service, commit, what, present);
      },
      specs,
      newId: () => this.#newId(),
      epoch: `run-${this.#lives}`,
      onPerformed: (effect, stream) => {
        if (life.alive) this.saw({ what: 'performed', stream, effect });
      },
    });
    this.#process = process;
    const verifications = this.queue.consumeVerifications(
      simulatedVerifier(
        {
          faults: this.faults,
          repositories: this.#repositories,
          records: this.#records,
          verified: ({ service, gate, commit }, { verdict, record, digest }) =>
            this.saw({ what: 'verified', service: service.id, gate, commit, verdict, record, digest }),
          tampered: ({ service, gate }, record, commit) =>
            this.saw({ what: 'verified', service: service.id, gate, commit, verdict: 'passed', record }),
        },
        life,
      ),
      2,
    );
    life.onDeath(() => {
      void verifications.close();
      for (const board of this.boards) board.disconnect();
      this.#process = null;
      this.timeline.after(this.#random.between(100, 8_000), () => this.#boot());
    });
    this.saw({ what: 'coordinator-started' });
    process.open().then(
      () => {
        for (const board of this.boards) board.connect(process.feed);
      },
      // It could not start (a full disk): the program ends, and is started again.
      () => life.die(),
    );
  }

  #broken(promise: string, text: string): void {
    this.#own.push({ promise, seq: this.checker.fold.seq, text });
  }

  *#phases(service: string | null): Iterable<string> {
    const coordinator = this.#process?.line.coordinator;
    if (!coordinator) return;
    const states = service === null ? coordinator.services() : [coordinator.service(service)];
    for (const state of states) if (state) yield state.line.split('.')[0] ?? state.line;
  }

  #compareBoards(): void {
    if (!this.#process?.listening || !this.#random.chance(0.02)) return;
    for (const board of this.boards) {
      const difference = board.differsFrom(this.#process.feed);
      if (difference) this.#broken('the board equals the state', difference);
    }
  }

  /** Whether nothing is under way any more: all at an end, nothing owed, nothing waiting. */
  #settled(): boolean {
    const process = this.#process;
    if (!process?.listening || process.life.clock.stopped) return false;
    const { coordinator } = process.line;
    if (coordinator.owedEffects > 0 || [...coordinator.tickets()].length > 0) return false;
    const states = [...coordinator.services()];
    return (
      states.length === this.plan.services &&
      states.every(({ line, live, context }) => {
        const over = line === 'shipped' || (line === 'blocked' && !isPassing(context.block));
        const wellOrDown = /none|healthy|down/.test(live) && !live.endsWith('unhealthy');
        return over && wellOrDown && this.#isTakenIn(context.name, context.spec?.hash ?? null);
      })
    );
  }

  #unsettled(): string {
    const coordinator = this.#process?.line.coordinator;
    if (!coordinator) return 'nobody coordinates';
    const states = [...coordinator.services()].map(
      ({ line, live, context }) =>
        `${context.name} ${line} ${live} ${JSON.stringify(context.block)} ${JSON.stringify(context.ticket)}`,
    );
    return `${coordinator.owedEffects} effects are owed; ${states.join('; ')}`;
  }

  /** The tree's spec is the one the service knows. */
  #isTakenIn(name: string, hash: string | null): boolean {
    const text = this.tree.spec(name);
    return (text === null ? null : contentHash(text)) === hash;
  }

  async #end(): Promise<void> {
    const process = this.#process;
    if (!process) {
      this.#broken('the line comes back', 'no coordinator lives at the end');
      return;
    }
    const { coordinator } = process.line;
    for (const board of this.boards) board.connect(process.feed);
    const store = this.#store;
    const streams = new Set(store.events({}).map((row) => row.stream));
    this.checker.end(
      {
        owed: store.owedEffects(),
        snapshots: [...streams].flatMap((stream) => store.snapshot(stream) ?? []),
        waiting: [...coordinator.tickets()]
          .filter(({ state }) => state === 'open')
          .map(({ context }) => ({ ticket: context.id, reasons: coordinator.why(context.id) })),
        boards: this.boards.map((board) => ({
          name: board.name,
          shown: board.shown(),
          truth: {
            line: process.views.line(),
            services: Object.fromEntries(process.views.services().map((view) => [view.id, view])),
            sessions: Object.fromEntries(process.views.sessions().map((view) => [view.name, view])),
          },
        })),
        leaks: await this.#lost(coordinator),
        settled: true,
      },
      this.timeline.now,
    );
  }

  /** What should be in the tree and is not, and what its owner saved there and nobody took in. */
  async #lost(coordinator: Coordinator): Promise<string[]> {
    const lost = this.#store.owedEffects().map(({ id }) => `${id} is done and stands in the outbox still`);
    for (const name of this.tree.names) {
      const state = coordinator.serviceNamed(name);
      if (!this.#isTakenIn(name, state?.context.spec?.hash ?? null))
        lost.push(`the spec of ${name} is taken in nowhere`);
      const commit = state?.context.change?.commit;
      if (state?.line !== 'shipped' || !commit) continue;
      const { id } = state.context;
      for (const { path } of await this.#repositories.list(id, commit, 'BUILD')) {
        const text = await this.#repositories.file(id, commit, path);
        if (this.tree.build(name).get(path) !== text) lost.push(`${name}/${path} is not what was accepted`);
      }
    }
    return lost;
  }
}

/** What the machine's trouble blocked is tried again by itself, and works once the trouble is over; a tampered record stays. */
function isPassing(block: Block | null): boolean {
  if (block?.code !== 'environment' && block?.code !== 'gate-broken') return false;
  return !JSON.stringify(block).includes('not deployed: the verification record');
}
