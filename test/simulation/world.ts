import { z } from 'zod';
import type { Budgets } from '../../machines/policy/budget-limits.ts';
import { defaultLimits } from '../../machines/policy/limits.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { createMemoryWorkQueue } from '../../src/work-queue/memory-work-queue.ts';
import { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import { Checker } from '../checker/checker.ts';
import type { Observation, Violation } from '../checker/observation.ts';
import { boot } from './boot.ts';
import type { CoordinatorProcess } from './coordinator-process.ts';
import { brokenSpec, completeSpec, work } from './craft.ts';
import { Faults } from './faults.ts';
import { Life } from './life.ts';
import { Network } from './network.ts';
import { People } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { isSettled, standing } from './settling.ts';
import { SimulatedBoard } from './simulated-board.ts';
import { ReleaseHost } from './simulated-releases.ts';
import { SimulatedSession } from './simulated-session.ts';
import { SimulatedTree } from './simulated-tree.ts';
import type { Records } from './simulated-verifier.ts';
import { Timeline } from './timeline.ts';
import { Trouble } from './trouble.ts';
import { Unexplained } from './unexplained.ts';
import { UnreliableQueue } from './unreliable-queue.ts';
import { whatIsLost } from './what-is-lost.ts';
import type { WorldPlan } from './world-plan.ts';

const opened = z.object({ input: z.object({ service: z.object({ id: z.string() }) }) });

/** Everything must be at its end this long after the faults, true milliseconds. */
const settleMs = 2 * 60 * 60_000;

/** What was saved in the tree last is swept by then, heard of or not. */
const sweptMs = defaultLimits.rescanMs + 10_000;
/** Within this every board was told of what changed, reasons to wait too. */
const feedMs = 3_000;

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
  /** Tickets that end whoever takes them. */
  readonly poisoned = new Set<string>();
  /** What work may cost now. */
  budgets: Budgets;
  readonly #unexplained = new Unexplained();
  events = 0;

  constructor(plan: WorldPlan) {
    this.plan = plan;
    this.budgets = plan.budgets;
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
    new People(this, createRandom(this.plan.seed).fork('people')).begin();
    const faultyUntil = this.plan.faultyMs;
    let settledAt: number | undefined;
    while (this.timeline.now < faultyUntil + settleMs) {
      if (!this.faults.over && this.timeline.now >= faultyUntil) {
        this.faults.end();
        trouble.heal();
      }
      const swept = this.timeline.now > faultyUntil + sweptMs;
      if (!swept || !isSettled(this.#process, this.tree, this.plan.services)) settledAt = undefined;
      else settledAt ??= this.timeline.now;
      if (settledAt !== undefined && this.timeline.now - settledAt > feedMs) break;
      if (!this.timeline.runNext()) break;
      await new Promise<void>((resolve) => setImmediate(resolve));
      this.events += 1;
      this.#compare();
      if (this.violations.length > 0) return;
    }
    if (settledAt === undefined) {
      this.#broken('the line settles in time', standing(this.#process?.line.coordinator));
    }
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
        poisoned: this.poisoned,
        asked: (question) => this.#answer(question),
        saw: (observation) => this.saw(observation),
      },
      name,
      capabilities,
      this.#random.fork(`session ${name}`),
    );
    this.sessions.push(session);
    this.timeline.after(this.#random.below(30_000), () => session.start());
  }

  /** People answer when they come to it, and not always. */
  #answer(question: string): void {
    const random = this.faults.source('questionAsked');
    this.timeline.after(random.between(1_000, 120_000), () => {
      this.#process?.line.sessions.answer(question, 'this', 'ann').catch(() => undefined);
    });
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
    const process = boot(
      {
        faults: this.faults,
        store: this.#store,
        repositories: this.#repositories,
        records: this.#records,
        host: this.host,
        queue: this.queue,
        tree: this.tree,
        budgets: () => this.budgets,
        diskIsFull: () => this.diskFull,
        newId: () => this.#newId(),
        saw: (observation) => this.saw(observation),
      },
      life,
      `run-${this.#lives}`,
    );
    this.#process = process;
    life.onDeath(() => {
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

  /** At random moments: boards that say they are current are, and what is stored is the replay of the journal. */
  #compare(): void {
    if (this.#process?.listening && this.#random.chance(0.02)) {
      for (const board of this.boards) {
        const difference = board.differsFrom(this.#process.feed);
        if (difference) this.#broken('the board equals the state', difference);
      }
    }
    const unexplained = this.#unexplained.look(this.#process, this.timeline.now);
    if (unexplained) this.#broken('whatever waits says why, always', unexplained);
    if (!this.#random.chance(0.001)) return;
    const [wrong] = this.checker.fold.disagreements(this.#store.activeSnapshots());
    if (wrong) this.#broken('state is the replay of the journal', wrong);
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
        leaks: await whatIsLost(coordinator, { store, tree: this.tree, repositories: this.#repositories }),
        settled: true,
      },
      this.timeline.now,
    );
  }
}
