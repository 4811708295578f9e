import { isDeepStrictEqual } from 'node:util';
import type { Limits } from '../../machines/policy/limits.ts';
import { restore } from '../../machines/step.ts';
import { AndonError, messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { OutboxRow, Store, StreamId } from '../store/store.port.ts';
import { Assigner } from './assigner.ts';
import type { Clock } from './clock.port.ts';
import type {
  Committed,
  Coordinator,
  Receipt,
  ServiceState,
  SessionState,
  TicketState,
} from './coordinator.port.ts';
import { DurableTimers } from './durable-timers.ts';
import { EffectPerformer, type Perform } from './effect-performer.ts';
import { effectsWanted, effectWanted } from './effect-wanted.ts';
import { parseEvent } from './event-schemas.ts';
import {
  kindOf,
  type Machine,
  MachineTable,
  serviceState,
  sessionState,
  streamOf,
  ticketState,
} from './memory-machines.ts';
import { batchOf, type Run, runToCompletion } from './run-to-completion.ts';

export type CoordinatorOptions = {
  readonly store: Store;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly log: Log;
  /** Does one external effect; see `EffectPerformer`. */
  readonly perform: Perform;
  /** A new id of a service: unique for ever, letters and digits. */
  readonly newId: () => string;
  /** Runs a callback soon, once for many calls: groups what arrives in one tick into one commit. */
  readonly soon?: (callback: () => void) => void;
};

/** Parsed at the door; carries the fields of its type. */
type AnyEvent = { readonly type: string; readonly [field: string]: unknown };

type Waiting = {
  readonly stream: StreamId;
  readonly event: AnyEvent | null;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: unknown) => void;
};

/** Most events put into one transaction: bounds the time one commit takes (measured: 50 events, about 3 ms). */
const groupLimit = 256;

/**
 * The one writer: step → commit → perform. Holds all machines of a home in memory; what readers see is committed.
 * Open one only while holding the home's writer lock.
 */
export class HomeCoordinator implements Coordinator {
  readonly #options: CoordinatorOptions;
  readonly #table = new MachineTable();
  readonly #timers: DurableTimers;
  readonly #performer: EffectPerformer;
  readonly #assigner: Assigner;
  readonly #listeners = new Set<(committed: Committed) => void>();
  readonly #soon: (callback: () => void) => void;
  #inbox: Waiting[] = [];
  #seq: number;
  #scheduled = false;
  #flushing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: CoordinatorOptions) {
    this.#options = options;
    this.#soon = options.soon ?? ((callback) => void setImmediate(callback));
    this.#seq = options.store.lastSeq();
    this.#timers = new DurableTimers(options.clock, (row) => this.#timerFired(row.stream, row.timer));
    this.#performer = new EffectPerformer({
      store: options.store,
      clock: options.clock,
      log: options.log,
      perform: options.perform,
      wanted: (row) => effectWanted(row.effect, this.#table.get(row.stream)),
      heldBack: (row) => this.#heldBack(row),
    });
    this.#assigner = new Assigner(this.#table, options.clock);
    for (const row of options.store.activeSnapshots()) {
      const kind = kindOf(row.stream);
      const snapshot = restore(kind, row.snapshot, row.version);
      this.#table.apply({ stream: row.stream, kind, snapshot, seq: row.seq, final: row.final });
    }
  }

  /** Owed effects are performed, timers run, the line exists. Call once, after the adapters are ready. */
  async open(): Promise<void> {
    if (!this.#table.get(streamOf.line)) await this.#enqueue(streamOf.line, null, {});
    await this.#applyLimits();
    this.#timers.arm(this.#options.store.timers());
    this.#performer.owe(this.#options.store.owedEffects());
    this.assignSoon();
  }

  receive(
    stream: StreamId,
    event: { readonly type: string; readonly [field: string]: unknown },
  ): Promise<Receipt> {
    const parsed = parseEvent(kindOf(stream), event);
    if (stream.startsWith('session/') && !this.#table.get(stream) && parsed.type === 'SessionRegistered') {
      void this.#enqueue(stream, null, { name: stream.slice('session/'.length) }).catch(() => undefined);
    }
    return this.#enqueue(stream, parsed);
  }

  async addService(name: string): Promise<string> {
    const id = this.#options.newId();
    await this.#enqueue(streamOf.service(id), null, { id, name, limits: this.#options.limits });
    return id;
  }

  /** What became possible without an event (a heartbeat, Redis back): match again. */
  assignSoon(): void {
    this.#assigner.markDirty();
    this.#schedule();
  }

  /** A pause ended or a dependency came back: effects that wait are tried now. */
  retryEffects(): void {
    this.#performer.retryNow();
  }

  /** Session freshness as the sessions folder measures it; a session not marked fresh gets no work. */
  setFreshSessions(isFresh: (session: string) => boolean): void {
    this.#assigner.isFresh = isFresh;
  }

  service(id: string): ServiceState | undefined {
    const machine = this.#table.get(streamOf.service(id));
    return machine && serviceState(machine);
  }

  serviceNamed(name: string): ServiceState | undefined {
    const machine = this.#table.serviceNamed(name);
    return machine && serviceState(machine);
  }

  *services(): Iterable<ServiceState> {
    for (const machine of this.#table.all('service')) yield serviceState(machine);
  }

  ticket(id: string): TicketState | undefined {
    const machine = this.#table.get(streamOf.ticket(id)) ?? this.#stored(streamOf.ticket(id));
    return machine && ticketState(machine);
  }

  *tickets(): Iterable<TicketState> {
    for (const machine of this.#table.all('ticket')) yield ticketState(machine);
  }

  session(name: string): SessionState | undefined {
    const machine = this.#table.get(streamOf.session(name));
    return machine && sessionState(machine);
  }

  *sessions(): Iterable<SessionState> {
    for (const machine of this.#table.all('session')) yield sessionState(machine);
  }

  linePaused(): boolean {
    return this.#assigner.linePaused();
  }

  why(ticket: string): readonly string[] {
    return this.#assigner.why(ticket);
  }

  onCommitted(listener: (committed: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  seq(): number {
    return this.#seq;
  }

  /** What every machine waits for, as effects under their original ids; what a pause holds back is left out. */
  *awaited(): Iterable<{ readonly stream: StreamId; readonly effect: OutboxRow['effect'] }> {
    for (const kind of ['service', 'ticket'] as const) {
      for (const machine of this.#table.all(kind)) {
        for (const effect of effectsWanted(machine)) {
          if (!this.#heldBack({ id: '', stream: machine.stream, effect }))
            yield { stream: machine.stream, effect };
        }
      }
    }
  }

  /** Resolves when everything received so far is committed and no effect is being performed. */
  async quiet(): Promise<void> {
    do {
      // A flush that ends may have scheduled the next one: what it made dirty is assigned there.
      await this.#flushing;
      while (this.#scheduled || this.#inbox.length > 0) {
        await new Promise<void>((resolve) => this.#soon(resolve));
        await this.#flushing;
      }
      await this.#performer.settled();
    } while (this.#scheduled || this.#inbox.length > 0);
  }

  get owedEffects(): number {
    return this.#performer.owed;
  }

  /** Takes no more events; what was taken is committed, what is being performed ends. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#flushing;
    for (const waiting of this.#inbox.splice(0)) {
      waiting.reject(new AndonError('NOT_WRITER', 'this coordinator is stopping'));
    }
    this.#timers.close();
    await this.#performer.close();
  }

  #stored(stream: StreamId): Machine | undefined {
    const row = this.#options.store.snapshot(stream);
    if (!row) return undefined;
    const kind = kindOf(stream);
    return {
      stream,
      kind,
      snapshot: restore(kind, row.snapshot, row.version),
      seq: row.seq,
      final: row.final,
    };
  }

  #enqueue(
    stream: StreamId,
    event: AnyEvent | null,
    input?: Readonly<Record<string, unknown>>,
  ): Promise<Receipt> {
    if (this.#closed) {
      return Promise.reject(new AndonError('NOT_WRITER', 'this coordinator is stopping'));
    }
    return new Promise<Receipt>((resolve, reject) => {
      this.#inbox.push(
        input ? { stream, event, input, resolve, reject } : { stream, event, resolve, reject },
      );
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    this.#soon(() => {
      this.#scheduled = false;
      this.#flushing = this.#flushing.then(() => this.#flush());
    });
  }

  /** One group: step everything that waits and what it lets be assigned, commit it in one transaction, then tell and perform. */
  async #flush(): Promise<void> {
    const staged = new Map<StreamId, Machine>();
    const runs: { run: Run; waiting: Waiting }[] = [];
    let seq = this.#seq;
    const at = this.#options.clock.now();
    const take = (waiting: Waiting): void => {
      try {
        const run = runToCompletion({
          stream: waiting.stream,
          event: waiting.event,
          ...(waiting.input ? { input: waiting.input } : {}),
          at,
          lastSeq: seq,
          lookup: (stream) => staged.get(stream) ?? this.#table.get(stream),
          ticketDefaults: {
            attemptsAllowed: this.#options.limits.attempts,
            deadlineMs: this.#options.limits.ticketDeadlineMs,
          },
        });
        const changed = [...run.machines.values()];
        for (const machine of changed) staged.set(machine.stream, machine);
        seq += run.events.length;
        runs.push({ run, waiting });
        this.#assigner.note(changed);
      } catch (error) {
        this.#options.log.warn(
          { stream: waiting.stream, event: waiting.event?.type, error: messageOf(error) },
          'event refused',
        );
        waiting.reject(error);
      }
    };
    for (const waiting of this.#inbox.splice(0, groupLimit)) take(waiting);
    for (const assignment of this.#assigner.assignments()) {
      take({ ...assignment, resolve: () => undefined, reject: () => undefined });
    }
    if (runs.length === 0) return;
    const committed = await this.#commit(runs, staged, seq);
    // After a failed commit, what it would have assigned waits for its own moment: a full disk is no reason to spin.
    if (this.#inbox.length > 0 || (committed && this.#assigner.dirty)) this.#schedule();
  }

  /** False when nothing of it could be committed; everybody was told. */
  async #commit(
    runs: readonly { run: Run; waiting: Waiting }[],
    staged: ReadonlyMap<StreamId, Machine>,
    seq: number,
  ): Promise<boolean> {
    const batch = batchOf(runs.map((each) => each.run));
    if (batch.events.length > 0 || batch.cancelledTimers.length > 0) {
      try {
        // A crash before this line loses only what nobody was told; after it, nothing.
        await this.#options.store.commit(batch);
      } catch (error) {
        this.#options.log.error(
          { error: messageOf(error) },
          'commit failed; nothing of this group was accepted',
        );
        for (const { waiting } of runs) waiting.reject(error);
        this.#assigner.forgetAssignments();
        this.#options.clock.after(1_000, () => this.assignSoon());
        return false;
      }
      this.#seq = seq;
      for (const machine of staged.values()) this.#table.apply(machine);
      for (const row of batch.cancelledTimers) this.#timers.cancel(row);
      for (const machine of staged.values()) if (machine.final) this.#cancelTimersOf(machine.stream);
      this.#timers.arm(batch.timers);
    }
    for (const { run, waiting } of runs) waiting.resolve({ seq: run.seq, ignored: run.ignored });
    if (batch.events.length > 0) {
      const committed = { seq, events: batch.events, changed: new Set(staged.keys()) };
      for (const listener of this.#listeners) this.#tell(listener, committed);
    }
    this.#performer.owe(batch.outbox);
    return true;
  }

  #tell(listener: (committed: Committed) => void, committed: Committed): void {
    try {
      listener(committed);
    } catch (error) {
      this.#options.log.error({ error: messageOf(error) }, 'a listener of commits failed');
    }
  }

  #cancelTimersOf(stream: StreamId): void {
    if (stream.startsWith('ticket/')) this.#timers.cancel({ stream, timer: 'deadline' });
  }

  /** A home's thresholds live in its machines; those opened under other settings are told the present ones. */
  async #applyLimits(): Promise<void> {
    const { limits } = this.#options;
    const told: Promise<Receipt>[] = [];
    for (const machine of this.#table.all('service')) {
      if (isDeepStrictEqual(serviceState(machine).context.limits, limits)) continue;
      told.push(this.#enqueue(machine.stream, { type: 'LimitsSet', limits }));
    }
    await Promise.all(told);
  }

  #timerFired(stream: StreamId, timer: string): void {
    this.#enqueue(stream, { type: 'TimerFired', timer }).catch((error: unknown) => {
      if (error instanceof AndonError && error.code === 'NOT_FOUND') return;
      // Not committed: the timer is still in the store and due; try again shortly.
      this.#options.clock.after(1_000, () => {
        if (!this.#closed) this.#timerFired(stream, timer);
      });
    });
  }

  /** A pause holds back what would assign, deploy or switch; facts and everything else go on. */
  #heldBack(row: OutboxRow): boolean {
    if (!gated.has(row.effect.type)) return false;
    if (this.linePaused()) return true;
    const machine = this.#table.get(row.stream);
    return machine?.kind === 'service' && serviceState(machine).context.paused;
  }
}

const gated: ReadonlySet<string> = new Set(['deploy', 'switchRelease', 'rollBack']);
