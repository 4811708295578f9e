import type { LineContext } from '../../machines/line/line.context.ts';
import { nothingYet } from '../../machines/line/line.initial.ts';
import { defaultLimits } from '../../machines/policy/limits.ts';
import type { Block, ServiceContext } from '../../machines/service/service.context.ts';
import { nothingSpent } from '../../machines/service/spending.ts';
import { neverRegistered } from '../../machines/session/never-registered.ts';
import { meaningOf } from '../../machines/states.ts';
import { neverHeld } from '../../machines/ticket/ticket.tell.ts';
import type { LineFacts } from '../../src/board/board-views.port.ts';
import {
  type BoardSource,
  type BoardViewsOptions,
  createBoardViews,
} from '../../src/board/coordinator-board-views.ts';
import type {
  Committed,
  ServiceState,
  SessionState,
  TicketState,
} from '../../src/coordinator/coordinator.port.ts';
import type { LatestSignals, Signal } from '../../src/coordinator/signals.port.ts';
import type { StreamId } from '../../src/store/store.port.ts';

const T0 = Date.UTC(2026, 0, 1);
const spec = { hash: 'h', problems: [], secrets: [], services: [] };

export function serviceState(
  name: string,
  line = 'build.awaiting',
  context: Partial<ServiceContext> = {},
  live = 'none',
): ServiceState {
  return {
    line,
    live,
    context: {
      id: `id-${name}`,
      name,
      limits: defaultLimits,
      createdAt: T0,
      since: T0,
      paused: false,
      priority: 0,
      present: true,
      spec,
      unknown: null,
      changes: 1,
      change: null,
      pending: { incident: null, handEdit: null, spec: null },
      settings: { redundancy: null, merge: false, budget: null, approval: null },
      contest: null,
      spent: nothingSpent,
      ticket: null,
      verification: null,
      block: null,
      live: { ...servingContext(), release: null },
      ...context,
    },
  };
}

export function servingContext(commit = 'abcdef0123456789', version = 'v1'): ServiceContext['live'] {
  return {
    release: { id: 'r1', commit, digest: null, change: 1, record: 'rec', version, at: T0, spec },
    lastGood: null,
    history: [],
    asked: null,
    candidate: null,
    restarts: 0,
    rung: null,
    held: [],
    since: T0,
    reason: null,
  };
}

export function blockOf(text: string, ways: readonly string[] = [], details: readonly string[] = []): Block {
  return {
    code: 'attempts-used-up',
    text,
    ways,
    details,
    at: T0,
    where: 'test.verifying',
    resume: 'nothing',
  };
}

export function openTicket(
  id: string,
  session: string | null = null,
  kind: 'build' | 'write-spec' | 'fix' = 'build',
): NonNullable<ServiceContext['ticket']> {
  return { id, kind, token: session ? 1 : 0, session, openedAt: T0, note: null, separate: true };
}

export function ticketState(id: string, service: string, holder: string | null = null): TicketState {
  return {
    state: holder ? 'held' : 'open',
    context: {
      id,
      kind: 'build',
      owner: `service/id-${service}`,
      service: { id: `id-${service}`, name: service },
      change: 1,
      requires: [['builder']],
      avoid: [],
      excluded: [],
      barred: [],
      beside: [],
      priority: 0,
      spec: null,
      base: null,
      feedback: [],
      openedAt: T0,
      since: T0,
      dueAt: T0 + 1,
      ...neverHeld,
      token: holder ? 1 : 0,
      holder,
      expiries: 0,
      deathsAllowed: 3,
      parkMs: 1,
      parkCapMs: 1,
      deadlineMs: 1,
      note: null,
      failures: 0,
      attemptsAllowed: 3,
      history: [],
    },
  };
}

export function sessionState(name: string, state = 'present', holding: string[] = []): SessionState {
  return {
    state,
    context: {
      name,
      capabilities: ['builder'],
      slots: 1,
      agent: 'reference',
      host: 'here',
      builtIn: true,
      tokenHash: '',
      ...neverRegistered,
      registeredAt: T0,
      since: T0,
      holding: holding.map((ticket) => ({ ticket, token: 1 })),
      record: { build: { done: 2, failed: 1, durations: [] } },
      lastTaken: null,
    },
  };
}

/** A line whose committed states a test sets by hand. */
export class ScriptedLine implements BoardSource {
  readonly #services = new Map<string, ServiceState>();
  readonly #tickets = new Map<string, TicketState>();
  readonly #sessions = new Map<string, SessionState>();
  readonly #committed = new Set<(committed: Committed) => void>();
  readonly #signalled = new Set<(signal: Signal) => void>();
  readonly whys = new Map<string, string[]>();
  readonly latestSignals = new Map<string, LatestSignals>();
  paused = false;
  lineContext: LineContext = { ...nothingYet, since: 0 };
  facts: LineFacts = {
    redis: 'up',
    redisProblem: null,
    sandbox: 'Commands run in their own namespaces (bubblewrap).',
    unsandboxed: false,
    catalog: null,
    incident: null,
    startedAt: T0,
  };
  uptime: number | null = null;
  #seq = 0;

  /** The signals port, as far as the board reads it. */
  readonly signals = {
    on: (listener: (signal: Signal) => void) => {
      this.#signalled.add(listener);
      return () => void this.#signalled.delete(listener);
    },
    latest: (service: string) => this.latestSignals.get(service) ?? {},
  };

  views(gatewayUrl = 'http://localhost:8901') {
    const options: BoardViewsOptions = {
      coordinator: this,
      signals: this.signals,
      figures: () => ({ url: null, uptime: this.uptime, probedAt: null }),
      meaningOf,
      lineFacts: () => this.facts,
      gatewayUrl,
      servicesRoot: 'SERVICES',
    };
    return createBoardViews(options);
  }

  /** Commits these states in one go. */
  commit(...states: (ServiceState | TicketState | SessionState)[]): void {
    const changed = new Set<StreamId>();
    for (const state of states) changed.add(this.#put(state));
    this.announce(changed);
  }

  announce(changed: ReadonlySet<StreamId>): void {
    this.#seq += 1;
    for (const listener of this.#committed) listener({ seq: this.#seq, events: [], changed });
  }

  remove(service: string): void {
    this.#services.delete(service);
    this.announce(new Set<StreamId>([`service/${service}`]));
  }

  signal(signal: Signal, latest: LatestSignals): void {
    if ('service' in signal) this.latestSignals.set(signal.service, latest);
    for (const listener of this.#signalled) listener(signal);
  }

  #put(state: ServiceState | TicketState | SessionState): StreamId {
    if ('line' in state) {
      this.#services.set(state.context.id, state);
      return `service/${state.context.id}`;
    }
    if ('requires' in state.context) {
      const ticket: TicketState = { state: state.state, context: state.context };
      this.#tickets.set(ticket.context.id, ticket);
      return `ticket/${ticket.context.id}`;
    }
    const session: SessionState = { state: state.state, context: state.context };
    this.#sessions.set(session.context.name, session);
    return `session/${session.context.name}`;
  }

  service = (id: string) => this.#services.get(id);
  serviceNamed = (name: string) => [...this.#services.values()].find((state) => state.context.name === name);
  services = () => this.#services.values();
  ticket = (id: string) => this.#tickets.get(id);
  tickets = () => this.#tickets.values();
  session = (name: string) => this.#sessions.get(name);
  sessions = () => this.#sessions.values();
  linePaused = () => this.paused;
  line = () => ({ context: this.lineContext, state: this.paused ? 'paused' : 'running' });
  why = (ticket: string) => this.whys.get(ticket) ?? [];
  seq = () => this.#seq;
  onCommitted = (listener: (committed: Committed) => void) => {
    this.#committed.add(listener);
    return () => void this.#committed.delete(listener);
  };
}
