import { isDeepStrictEqual } from 'node:util';
import type { BoardDelta, BoardSnapshot, LineView, ServiceView, SessionView } from '../contracts/board.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Committed, LineState } from '../coordinator/coordinator.port.ts';
import type { Signal, Signals } from '../coordinator/signals.port.ts';
import type { BoardFeed } from './board-feed.port.ts';
import type { BoardViews } from './board-views.port.ts';
import type { BoardSource } from './coordinator-board-views.ts';
import { DeltaRing } from './delta-ring.ts';
import { ViewTable } from './view-table.ts';

const BATCH_MS = 50;
const KEPT_DELTAS = 2_000;
/** Reasons to wait depend on every session; they are looked at again at most this often. */
const REASONS_MS = 1_000;
/** Reasons looked at in one go; the rest follows in the next batches, so that no commit waits behind them. */
const REASONS_AT_ONCE = 500;

export type BoardFeedOptions = {
  readonly views: BoardViews;
  readonly coordinator: Pick<BoardSource, 'onCommitted' | 'seq' | 'ticket' | 'line'>;
  readonly signals: Pick<Signals, 'on'>;
  readonly clock: Clock;
  /** Identifies this run; a board that knew another one starts from a snapshot. */
  readonly epoch: string;
  readonly keptDeltas?: number;
};

/** Keeps the views current with the coordinator's commits and signals, and numbers what changes, in batches of 50 ms. */
export class CoordinatorBoardFeed implements BoardFeed {
  readonly #options: BoardFeedOptions;
  readonly #services: ViewTable<ServiceView>;
  readonly #sessions: ViewTable<SessionView>;
  /** Services whose ticket no session holds: their reason may change without an event of theirs. */
  readonly #waiting = new Set<string>();
  readonly #ring: DeltaRing;
  readonly #listeners = new Set<(delta: BoardDelta) => void>();
  readonly #stops: (() => void)[];
  #line: LineView;
  #accounts: LineState['context']['accounts'];
  #n = 0;
  #seq: number;
  #flushDue: (() => void) | null = null;
  #reasonsDue: (() => void) | null = null;
  #renewing = false;
  #renewAgain = false;
  #closed = false;

  constructor(options: BoardFeedOptions) {
    const { views, coordinator, signals } = options;
    this.#options = options;
    this.#services = new ViewTable((id) => views.service(id));
    this.#sessions = new ViewTable((name) => views.session(name));
    this.#ring = new DeltaRing(options.epoch, options.keptDeltas ?? KEPT_DELTAS);
    this.#line = views.line();
    this.#accounts = coordinator.line().context.accounts;
    this.#seq = coordinator.seq();
    for (const { id } of views.services()) this.#services.touch(id);
    for (const { name } of views.sessions()) this.#sessions.touch(name);
    this.#noteWaiting(this.#services.take().set);
    this.#sessions.take();
    this.#stops = [
      coordinator.onCommitted((committed) => this.#committed(committed)),
      signals.on((signal) => this.#signalled(signal)),
    ];
  }

  snapshot(): BoardSnapshot {
    return {
      epoch: this.#options.epoch,
      n: this.#n,
      seq: this.#seq,
      at: this.#options.clock.now(),
      line: this.#line,
      services: this.#services.all(),
      sessions: this.#sessions.all(),
    };
  }

  since(epoch: string, n: number): BoardDelta[] | null {
    return this.#ring.since(epoch, n);
  }

  onDelta(listener: (delta: BoardDelta) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  touchService(id: string): void {
    this.#services.touch(id);
    this.#flushSoon();
  }

  touchSession(name: string): void {
    this.#sessions.touch(name);
    this.#flushSoon();
  }

  touchLine(): void {
    this.#flushSoon();
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#flushDue?.();
    this.#reasonsDue?.();
    this.#listeners.clear();
  }

  #committed({ changed }: Committed): void {
    for (const stream of changed) {
      const slash = stream.indexOf('/');
      const key = stream.slice(slash + 1);
      const kind = stream.slice(0, slash);
      if (kind === 'service') this.#services.touch(key);
      else if (kind === 'ticket') this.#ticketChanged(key);
      else this.#reasonsSoon();
      if (kind === 'session') this.#sessions.touch(key);
      if (kind === 'line') this.#accountsChanged();
    }
    this.#flushSoon();
  }

  /** A parked account shows on every session that shares it. */
  #accountsChanged(): void {
    const { accounts } = this.#options.coordinator.line().context;
    if (accounts === this.#accounts) return;
    this.#accounts = accounts;
    for (const { name } of this.#sessions.all()) this.#sessions.touch(name);
  }

  #ticketChanged(id: string): void {
    const ticket = this.#options.coordinator.ticket(id);
    if (!ticket) return;
    this.#services.touch(ticket.context.service.id);
    if (ticket.context.holder) this.#sessions.touch(ticket.context.holder);
  }

  #signalled(signal: Signal): void {
    if (signal.kind === 'log') return;
    this.#services.touch(signal.service);
    this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#flushDue || this.#closed) return;
    this.#flushDue = this.#options.clock.after(BATCH_MS, () => {
      this.#flushDue = null;
      this.#flush();
    });
  }

  #reasonsSoon(): void {
    if (this.#closed || this.#waiting.size === 0) return;
    this.#renewAgain ||= this.#renewing;
    if (this.#reasonsDue) return;
    this.#reasonsDue = this.#options.clock.after(REASONS_MS, () => {
      this.#renewing = true;
      this.#renewReasons([...this.#waiting]);
    });
  }

  #renewReasons(ids: readonly string[]): void {
    for (const id of ids.slice(0, REASONS_AT_ONCE)) this.#services.touch(id);
    const rest = ids.slice(REASONS_AT_ONCE);
    if (rest.length > 0) {
      this.#reasonsDue = this.#options.clock.after(BATCH_MS, () => this.#renewReasons(rest));
    } else {
      this.#reasonsDue = null;
      this.#renewing = false;
      if (this.#renewAgain) this.#reasonsSoon();
      this.#renewAgain = false;
    }
    this.#flush();
  }

  #flush(): void {
    const services = this.#services.take();
    const sessions = this.#sessions.take();
    const line = this.#options.views.line();
    const lineChanged = !isDeepStrictEqual(line, this.#line);
    this.#line = line;
    this.#seq = this.#options.coordinator.seq();
    for (const id of services.removed) this.#waiting.delete(id);
    this.#noteWaiting(services.set);
    const delta: BoardDelta = {
      epoch: this.#options.epoch,
      n: this.#n + 1,
      seq: this.#seq,
      ...(lineChanged ? { line } : {}),
      ...(services.set.length > 0 ? { services: services.set } : {}),
      ...(services.removed.length > 0 ? { removedServices: services.removed } : {}),
      ...(sessions.set.length > 0 ? { sessions: sessions.set } : {}),
      ...(sessions.removed.length > 0 ? { removedSessions: sessions.removed } : {}),
    };
    // epoch, n and seq alone: nothing changed that anyone could see
    if (Object.keys(delta).length === 3) return;
    this.#n = delta.n;
    this.#ring.push(delta);
    for (const listener of this.#listeners) listener(delta);
  }

  #noteWaiting(views: readonly ServiceView[]): void {
    for (const view of views) {
      if (view.ticket === undefined || view.session !== undefined) this.#waiting.delete(view.id);
      else this.#waiting.add(view.id);
    }
    // A ticket nobody holds and nothing explains was not matched yet: its reason comes without an event.
    if (views.some((view) => this.#waiting.has(view.id) && !view.reason)) this.#reasonsSoon();
  }
}
