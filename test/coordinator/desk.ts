import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { budgetsOf } from '../../machines/policy/budget-limits.ts';
import { defaultLimits, type Limits } from '../../machines/policy/limits.ts';
import type { ServiceState } from '../../src/coordinator/coordinator.port.ts';
import { HomeCoordinator } from '../../src/coordinator/coordinator.ts';
import { silentLog } from '../../src/log.ts';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import type { Batch, OutboxRow, Store, StreamId } from '../../src/store/store.port.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Each opens what the one before it left, as the next process on the same home does. */
export type OpenStore = () => Store;

export const stores: readonly [string, () => OpenStore][] = [
  [
    'memory',
    () => {
      const kept = createMemoryStore();
      return () => ({ ...kept, close: () => undefined });
    },
  ],
  [
    'libsql',
    () => {
      const directory = mkdtempSync(join(tmpdir(), 'andon-desk-'));
      const opened: Store[] = [];
      onTestFinished(() => {
        for (const store of opened) store.close();
        rmSync(directory, { recursive: true, force: true });
      });
      return () => {
        for (const former of opened) former.close();
        const store = openLibsqlStore(join(directory, 'andon.db'));
        opened.push(store);
        return store;
      };
    },
  ],
];

export type DeskSettings = {
  readonly limits?: Partial<Limits>;
  readonly budgets?: Parameters<typeof budgetsOf>[0];
};

export type Performed = { readonly stream: StreamId; readonly effect: OutboxRow['effect'] };

/** A coordinator on a store that can be made to fail, with time turned by hand and every effect written down. */
export class Desk {
  readonly clock: VirtualClock;
  readonly coordinator: HomeCoordinator;
  readonly store: Store;
  readonly batches: Batch[] = [];
  readonly performed: Performed[] = [];
  /** Rejecting means the disk is full. */
  commitGate: () => Promise<void> = async () => undefined;
  markGate: () => Promise<void> = async () => undefined;
  performGate: (done: Performed) => Promise<void> = async () => undefined;
  #ids = 0;

  private constructor(store: Store, clock: VirtualClock, settings: DeskSettings) {
    this.clock = clock;
    this.store = {
      ...store,
      commit: async (batch) => {
        await this.commitGate();
        await store.commit(batch);
        this.batches.push(batch);
      },
      markPerformed: async (ids) => {
        await this.markGate();
        await store.markPerformed(ids);
      },
    };
    this.coordinator = new HomeCoordinator({
      store: this.store,
      clock,
      limits: { ...defaultLimits, ...settings.limits },
      budgets: budgetsOf(settings.budgets ?? {}),
      log: silentLog,
      newId: () => `s${store.lastSeq()}x${++this.#ids}`,
      perform: async (effect, stream) => {
        await this.performGate({ effect, stream });
        this.performed.push({ effect, stream });
      },
    });
  }

  static async open(store: Store, clock = new VirtualClock(), settings: DeskSettings = {}): Promise<Desk> {
    const desk = Desk.unopened(store, clock, settings);
    await desk.coordinator.open();
    await desk.coordinator.quiet();
    return desk;
  }

  static unopened(store: Store, clock = new VirtualClock(), settings: DeskSettings = {}): Desk {
    return new Desk(store, clock, settings);
  }

  send(stream: StreamId, event: { readonly type: string; readonly [field: string]: unknown }) {
    return this.coordinator.receive(stream, event);
  }

  async session(name: string, slots = 5): Promise<void> {
    await this.send(`session/${name}`, {
      type: 'SessionRegistered',
      capabilities: ['builder', 'tester', 'fixer'],
      slots,
      agent: 'by hand',
      host: 'here',
      builtIn: false,
      tokenHash: 'hash',
    });
    await this.coordinator.quiet();
  }

  /** A service whose build ticket is open, or held where a session waits for it. */
  async service(name: string): Promise<string> {
    const id = await this.coordinator.addService(name);
    await this.specSeen(id, 'A');
    await this.coordinator.quiet();
    return id;
  }

  specSeen(id: string, hash: string) {
    return this.send(`service/${id}`, {
      type: 'SpecSeen',
      spec: { hash, problems: [], secrets: [], services: [] },
    });
  }

  state(id: string): ServiceState {
    const state = this.coordinator.service(id);
    if (!state) throw new Error(`no service ${id}`);
    return state;
  }

  /** The open ticket of a service, with the stream it lives in. */
  ticket(id: string) {
    const ticket = this.state(id).context.ticket;
    if (!ticket) throw new Error(`${id} has no ticket`);
    return { ...ticket, stream: `ticket/${ticket.id}` as const };
  }

  async submit(id: string, session: string, commit: string): Promise<void> {
    const { stream, token } = this.ticket(id);
    await this.send(stream, { type: 'SubmissionReceived', token, session, commit });
    await this.coordinator.quiet();
  }

  async verdict(id: string, verdict: 'passed' | 'failed'): Promise<void> {
    const verification = this.state(id).context.verification?.id ?? 'none';
    await this.send(`service/${id}`, {
      type: 'VerificationFinished',
      verification,
      verdict,
      reasons: [],
      hasTests: true,
      record: `rec-${verification}`,
    });
    await this.coordinator.quiet();
  }

  /** Types of what was performed for this stream, in order. */
  did(stream: StreamId): string[] {
    return this.performed.filter((done) => done.stream === stream).map(({ effect }) => effect.type);
  }

  /** Lets time go on to the next wait, and what it wakes settle. */
  async next(): Promise<void> {
    this.clock.runNext();
    await this.coordinator.quiet();
  }
}
