import { defaultLimits } from '../../machines/policy/limits.ts';
import type { TicketState } from '../../src/coordinator/coordinator.port.ts';
import { HomeCoordinator } from '../../src/coordinator/coordinator.ts';
import { silentLog } from '../../src/log.ts';
import type { Batch, Store, StreamId } from '../../src/store/store.port.ts';
import { VirtualClock } from '../coordinator/virtual-clock.ts';
import { createRandom, type Random } from '../simulation/random.ts';
import type { Checker } from './checker.ts';
import { answerTo } from './real-line-answers.ts';
import { happeningTo } from './real-line-happenings.ts';

export type Asked = { readonly stream: StreamId; readonly effect: { readonly type: string } };
export type Said = { readonly type: string; readonly [field: string]: unknown };

/** Small enough that a few hundred events reach every bound. */
export const smallLimits = { ...defaultLimits, attempts: 2, inconclusiveRetries: 1, restarts: 1 };

const crew = { b1: ['builder', 'fixer'], b2: ['builder', 'fixer'], t1: ['tester'], a1: ['architect'] };

/**
 * The real coordinator and machines on a store, with everything around them drawn at random: answers that come twice or
 * too late, tokens of long ago, edits at any moment, pauses, and a coordinator that is dropped and opened again.
 */
export class RealLine {
  readonly clock = new VirtualClock();
  readonly random: Random;
  readonly store: Store;
  readonly checker: Checker;
  readonly asked: Asked[] = [];
  /** Every release that was asked for, in order. */
  readonly deployed: { service: string; release: string; record: string }[] = [];
  readonly #ids: string[] = [];
  #coordinator: HomeCoordinator;

  constructor(seed: number, store: Store, checker: Checker) {
    this.random = createRandom(seed);
    this.store = store;
    this.checker = checker;
    this.#coordinator = this.#boot();
  }

  /** Lives through so many random events; `look` is called now and then, between any two commits. */
  async run(events: number, look: () => void): Promise<void> {
    await this.#coordinator.open();
    for (const [name, capabilities] of Object.entries(crew)) {
      const about = { slots: 1, agent: 'by hand', host: 'here', builtIn: false, tokenHash: '' };
      await this.#send(`session/${name}`, { type: 'SessionRegistered', capabilities, ...about });
    }
    for (const name of ['one', 'two']) this.#ids.push(await this.#coordinator.addService(name));
    // Each spec of one of them is built twice, and what holds is merged.
    const settings = { redundancy: 2, merge: true, budget: null };
    await this.#send(`service/${this.#ids[1]}`, { type: 'SettingsSeen', settings });
    for (let n = 0; n < events; n += 1) {
      await this.#next();
      await this.#coordinator.quiet();
      if (this.random.chance(0.2)) look();
    }
    await this.#coordinator.close();
  }

  async #next(): Promise<void> {
    const { random } = this;
    const roll = random.next();
    if (roll < 0.02) {
      // What the old one performs from here on is a dead process's: nobody looks.
      this.#coordinator = this.#boot();
      await this.#coordinator.open();
    } else if (roll < 0.1) this.#passTime();
    else if (roll < 0.55) await this.#answer();
    else if (roll < 0.85) await this.#work();
    else {
      const state = this.#coordinator.service(random.pick(this.#ids));
      if (state) await this.#send(`service/${state.context.id}`, happeningTo(state, random));
    }
  }

  async #answer(): Promise<void> {
    const { random, asked } = this;
    if (asked.length === 0) return;
    const at = random.below(asked.length);
    const one = asked[at];
    if (!one) return;
    if (!random.chance(0.2)) asked.splice(at, 1);
    for (const event of answerTo(one, this.checker, this.clock.now(), random))
      await this.#send(one.stream, event);
  }

  /** A session says something about a ticket, now and then under a token that is over. */
  async #work(): Promise<void> {
    const { random } = this;
    const tickets = [...this.#coordinator.tickets()].filter(({ context }) => context.token > 0);
    if (tickets.length === 0) return;
    const { context } = random.pick(tickets);
    const token = random.chance(0.1) ? context.token - 1 : context.token;
    const session = random.chance(0.1) ? random.pick(Object.keys(crew)) : (context.holder ?? 'b1');
    // Some hand in what they were given as their own work.
    const commit = random.chance(0.2) && context.base ? context.base : `c${random.below(1_000_000)}`;
    await this.#send(
      `ticket/${context.id}`,
      random.pick<Said>([
        { type: 'WorkStarted', token, session },
        { type: 'SubmissionReceived', token, session, commit },
        { type: 'SubmissionReceived', token, session, commit },
        { type: 'WorkReleased', token, session, reason: 'changed its mind' },
        ...(random.chance(0.2) ? [{ type: 'WorkDeclined', token, session, clauses: ['§3'] }] : []),
        { type: 'WorkFailed', token, session, class: random.pick(['work', 'provider']), reason: 'no' },
        ...(random.chance(0.1)
          ? [{ type: 'ContradictionReported', token, session, clauses: ['§1', '§2'] }]
          : []),
      ]),
    );
  }

  /** Some timers run; with luck a lease time passes, and whoever holds something has lost it. */
  #passTime(): void {
    for (let n = 0; n < 3; n += 1) this.clock.runNext();
    if (!this.random.chance(0.2)) return;
    let over = false;
    this.clock.after(smallLimits.leaseExpiryMs + 1, () => {
      over = true;
    });
    while (!over) this.clock.runNext();
    for (const ticket of [...this.#coordinator.tickets()]) this.#expire(ticket);
  }

  #expire({ context, state }: TicketState): void {
    const { id, token, holder, assignedAt } = context;
    const held = this.clock.now() - (assignedAt ?? this.clock.now());
    if (state !== 'held' || held < smallLimits.leaseExpiryMs) return;
    void this.#send(`ticket/${id}`, { type: 'LeaseExpired', token, session: holder });
  }

  async #send(stream: StreamId, event: Said): Promise<void> {
    await this.#coordinator.receive(stream, event).then(
      ({ seq, ignored }) => {
        if (ignored) return;
        this.checker.observe({ what: 'acknowledged', stream, seq, type: event.type }, this.clock.now());
      },
      // The stream is over, or never was.
      () => undefined,
    );
  }

  #boot(): HomeCoordinator {
    const { store, checker, clock } = this;
    const coordinator = new HomeCoordinator({
      store: {
        ...store,
        commit: async (batch: Batch) => {
          await store.commit(batch);
          checker.observe({ what: 'committed', rows: batch.events }, clock.now());
        },
      },
      clock,
      limits: smallLimits,
      log: silentLog,
      newId: () => `s${store.lastSeq()}`,
      soon: queueMicrotask,
      perform: async (effect, stream) => {
        checker.observe({ what: 'performed', stream, effect }, clock.now());
        this.asked.push({ stream, effect });
        if (effect.type !== 'deploy') return;
        // The cast holds for this type of effect.
        const { release, record } = effect as { release: string; record: string } & typeof effect;
        this.deployed.push({ service: stream.slice('service/'.length), release, record });
      },
    });
    return coordinator;
  }
}
