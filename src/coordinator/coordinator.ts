import { isDeepStrictEqual } from 'node:util';
import type { LineSettings } from '../../machines/line/line.context.ts';
import { type Budgets, noBudgets } from '../../machines/policy/budget-limits.ts';
import type { Limits } from '../../machines/policy/limits.ts';
import { AndonError, messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import type { Log } from '../log.ts';
import type { Store, StreamId } from '../store/store.port.ts';
import { Assigner } from './assigner.ts';
import { askedFor } from './assignment-event.ts';
import type { Clock } from './clock.port.ts';
import { CommittedMachines } from './committed-machines.ts';
import type { Candidate, Committed, Coordinator, Receipt } from './coordinator.port.ts';
import { DurableTimers } from './durable-timers.ts';
import { EffectPerformer, type Perform } from './effect-performer.ts';
import { effectWanted } from './effect-wanted.ts';
import { EventGroup, type Waiting } from './event-group.ts';
import { parseEvent } from './event-schemas.ts';
import { budgetGateOf, dayToBegin } from './line-money.ts';
import { lineSettings } from './line-settings.ts';
import { livingTimers } from './living-timers.ts';
import { kindOf, type Machine, serviceState, streamOf } from './memory-machines.ts';

export type CoordinatorOptions = {
  readonly store: Store;
  readonly clock: Clock;
  readonly limits: Limits;
  /** What work may cost; without it nothing limits it. */
  readonly budgets?: Budgets;
  readonly log: Log;
  /** Does one external effect; see `EffectPerformer`. */
  readonly perform: Perform;
  /** A new id of a service: unique for ever, letters and digits. */
  readonly newId: () => string;
  /** Runs a callback soon, once for many calls: groups what arrives in one tick into one commit. */
  readonly soon?: (callback: () => void) => void;
};

/** Most events put into one transaction: bounds the time one commit takes (measured: 50 events, about 3 ms). */
const groupLimit = 256;
/** Of what the coordinator tells a machine itself nobody awaits the answer. */
const unheard = { resolve: () => undefined, reject: () => undefined };

/**
 * The one writer: step → commit → perform. Holds all machines of a home in memory; what readers see is committed.
 * Open one only while holding the home's writer lock.
 */
export class HomeCoordinator extends CommittedMachines implements Coordinator {
  readonly #options: CoordinatorOptions;
  readonly #timers: DurableTimers;
  readonly #performer: EffectPerformer;
  readonly #assigner: Assigner;
  readonly #listeners = new Set<(committed: Committed) => void>();
  readonly #soon: (callback: () => void) => void;
  /** The group that is being made: what it has staged is true for what is decided in it. */
  #group: EventGroup | undefined;
  #inbox: Waiting[] = [];
  #seq: number;
  #scheduled = false;
  #flushing: Promise<void> = Promise.resolve();
  #opened = false;
  #closed = false;

  constructor(options: CoordinatorOptions) {
    super(options.store);
    this.#options = options;
    this.#soon = options.soon ?? ((callback) => void setImmediate(callback));
    this.#seq = options.store.lastSeq();
    this.#timers = new DurableTimers(options.clock, (row) => this.#timerFired(row.stream, row.timer));
    this.#performer = new EffectPerformer({
      store: options.store,
      clock: options.clock,
      log: options.log,
      perform: options.perform,
      wanted: (row) => effectWanted(row.effect, this.table.get(row.stream)),
      heldBack: (row) => this.heldBack(row),
    });
    this.#assigner = new Assigner(this.table, options.clock, options.limits);
    this.#assigner.budget = () => budgetGateOf((stream) => this.#now(stream));
  }

  /** Owed effects are performed, timers run, the line exists. Call once, after the adapters are ready. */
  async open(): Promise<void> {
    const settings = lineSettings(this.#options.limits, this.#options.budgets ?? noBudgets);
    if (!this.table.get(streamOf.line)) await this.#enqueue(streamOf.line, null, { settings });
    await this.#applySettings(settings);
    const { store, log } = this.#options;
    this.#timers.arm(await livingTimers(store, (stream) => this.table.get(stream) !== undefined, log));
    this.#opened = true;
    this.#performer.owe(store.owedEffects());
    this.assignSoon();
  }

  receive(
    stream: StreamId,
    event: { readonly type: string; readonly [field: string]: unknown },
  ): Promise<Receipt> {
    const parsed = parseEvent(kindOf(stream), event);
    if (stream.startsWith('session/') && !this.table.get(stream) && parsed.type === 'SessionRegistered') {
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

  why(ticket: string): readonly string[] {
    return this.#assigner.why(ticket);
  }

  mayTake(ticket: string, session: string): readonly string[] {
    return this.#assigner.mayTake(ticket, session);
  }

  candidates(ticket: string): readonly Candidate[] {
    return this.#assigner.candidates(ticket);
  }

  onCommitted(listener: (committed: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  seq(): number {
    return this.#seq;
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

  #enqueue(
    stream: StreamId,
    event: Waiting['event'],
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
    const { clock, limits } = this.#options;
    const ticketDefaults = {
      attemptsAllowed: limits.attempts,
      deadlineMs: limits.ticketDeadlineMs,
      deathsAllowed: limits.poisonDeaths,
      parkMs: limits.parkMs,
      parkCapMs: limits.parkCapMs,
    };
    const base = { at: clock.now(), lastSeq: this.#seq, ticketDefaults };
    const group = new EventGroup(base, (stream) => this.table.get(stream));
    this.#group = group;
    for (const waiting of this.#inbox.splice(0, groupLimit)) {
      if (waiting.event?.type === 'TicketAssigned') this.#takeByName(group, waiting);
      else this.#take(group, waiting);
    }
    // A day that is over is told before anything is assigned.
    const day = dayToBegin((stream) => this.#now(stream), base.at);
    if (day) this.#take(group, { stream: streamOf.line, event: day, ...unheard });
    for (const assignment of this.#assigner.assignments()) this.#take(group, { ...assignment, ...unheard });
    this.#group = undefined;
    if (group.isEmpty) {
      if (this.#inbox.length > 0) this.#schedule();
      return;
    }
    const committed = await this.#commit(group);
    // After a failed commit, what it would have assigned waits for its own moment: a full disk is no reason to spin.
    if (this.#inbox.length > 0 || (committed && this.#assigner.dirty)) this.#schedule();
  }

  /** A machine as it will be once the group being made is committed. */
  #now(stream: StreamId): Machine | undefined {
    return this.#group?.staged.get(stream) ?? this.table.get(stream);
  }

  #take(group: EventGroup, waiting: Waiting): void {
    const { stream, event } = waiting;
    try {
      this.#assigner.note(group.take(waiting));
    } catch (error) {
      this.#options.log.warn({ stream, event: event?.type, error: messageOf(error) }, 'event refused');
      waiting.reject(error);
    }
  }

  /** A session, or a person for it, asks for one ticket: by now it may be given to another, or the session to another ticket. */
  #takeByName(group: EventGroup, waiting: Waiting): void {
    const [id, session] = [waiting.stream.slice('ticket/'.length), String(waiting.event?.session)];
    const answer = this.#assigner.taken(id, session);
    if ('reasons' in answer) waiting.resolve({ seq: this.#seq, ignored: true });
    else this.#take(group, { ...waiting, event: askedFor(answer.event, waiting.event?.by) });
  }

  /** False when nothing of it could be committed; everybody was told. */
  async #commit(group: EventGroup): Promise<boolean> {
    const { store, clock, log } = this.#options;
    const batch = group.batch();
    if (batch.events.length > 0 || batch.cancelledTimers.length > 0) {
      try {
        // A crash before this line loses only what nobody was told; after it, nothing.
        await store.commit(batch);
      } catch (error) {
        log.error({ error: messageOf(error) }, 'commit failed; nothing of this group was accepted');
        group.fail(error);
        this.#assigner.forgetAssignments();
        clock.after(1_000, () => this.assignSoon());
        return false;
      }
      this.#seq = group.seq;
      for (const machine of group.staged.values()) this.table.apply(machine);
      for (const row of batch.cancelledTimers) this.#timers.cancel(row);
      for (const machine of group.staged.values()) if (machine.final) this.#timers.cancelAll(machine.stream);
      this.#timers.arm(batch.timers);
    }
    group.settle();
    if (batch.events.length > 0) {
      const changed = new Set(group.staged.keys());
      for (const listener of this.#listeners) {
        this.#tell(listener, { seq: this.#seq, events: batch.events, changed });
      }
    }
    faultPoint('coordinator.answer.after');
    // Until then adapters are not ready; `open` finds them in the outbox.
    if (this.#opened) this.#performer.owe(batch.outbox);
    return true;
  }

  #tell(listener: (committed: Committed) => void, committed: Committed): void {
    try {
      listener(committed);
    } catch (error) {
      this.#options.log.error({ error: messageOf(error) }, 'a listener of commits failed');
    }
  }

  /** A home's settings live in its machines; those opened under other ones are told the present ones. */
  async #applySettings(settings: LineSettings): Promise<void> {
    const { limits } = this.#options;
    const told: Promise<Receipt>[] = [];
    for (const machine of this.table.all('service')) {
      if (isDeepStrictEqual(serviceState(machine).context.limits, limits)) continue;
      told.push(this.#enqueue(machine.stream, { type: 'LimitsSet', limits }));
    }
    if (!isDeepStrictEqual(this.line().context.settings, settings)) {
      told.push(this.#enqueue(streamOf.line, { type: 'LineSettingsChanged', settings }));
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
}
