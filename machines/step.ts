import {
  type AnyActorLogic,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  initialTransition,
  type StateValue,
  transition,
} from 'xstate';
import type { LineContext } from './line/line.context.ts';
import type { LineEffect } from './line/line.effects.ts';
import { lineMachine } from './line/line.machine.ts';
import { lineMigrations } from './line/line.migrations.ts';
import { MachineError } from './machine-error.ts';
import { type Migration, migrate, type StoredSnapshot } from './migrate.ts';
import type { ServiceContext } from './service/service.context.ts';
import type { ServiceEffect } from './service/service.effects.ts';
import { serviceMachine } from './service/service.machine.ts';
import { serviceMigrations } from './service/service.migrations.ts';
import type { SessionContext } from './session/session.context.ts';
import type { SessionEffect } from './session/session.effects.ts';
import { sessionMachine } from './session/session.machine.ts';
import { sessionMigrations } from './session/session.migrations.ts';
import type { Stamp } from './stamp.ts';
import type { TicketContext } from './ticket/ticket.context.ts';
import type { TicketEffect } from './ticket/ticket.effects.ts';
import { ticketMachine } from './ticket/ticket.machine.ts';
import { ticketMigrations } from './ticket/ticket.migrations.ts';

export type { Stamp } from './stamp.ts';

export type MachineKind = 'service' | 'ticket' | 'session' | 'line';

type Contexts = {
  service: ServiceContext;
  ticket: TicketContext;
  session: SessionContext;
  line: LineContext;
};

/** Plain JSON: it can be stored and cloned. */
export type Snapshot<K extends MachineKind = MachineKind> = {
  readonly value: StateValue;
  readonly context: Contexts[K];
  readonly status: 'active' | 'done';
};

export type Effect = ServiceEffect | TicketEffect | LineEffect | SessionEffect;

export type Stepped<K extends MachineKind = MachineKind> = {
  readonly snapshot: Snapshot<K>;
  readonly effects: readonly Effect[];
  /** The machine had no use for the event; the snapshot is the one handed in. */
  readonly ignored: boolean;
  /** The machine is done and takes nothing any more. */
  readonly final: boolean;
};

type AnyEvent = { readonly type: string };
type AnyInput = Readonly<Record<string, unknown>>;

type Kept = {
  readonly machine: AnyStateMachine;
  readonly logic: AnyActorLogic;
  readonly migrations: readonly Migration[];
};

const machines: Record<MachineKind, Kept> = {
  service: kept(serviceMachine, serviceMigrations),
  ticket: kept(ticketMachine, ticketMigrations),
  session: kept(sessionMachine, sessionMigrations),
  line: kept(lineMachine, lineMigrations),
};

/**
 * XState makes an actor, with an initial snapshot of its own, for each pure step. Ours is never looked at, so it is made
 * of nothing; that halves the cost of a step.
 */
function kept(machine: AnyStateMachine, migrations: readonly Migration[]): Kept {
  const logic: AnyActorLogic = {
    config: machine.config,
    getInitialSnapshot: (scope, input) =>
      input === undefined ? nothing : machine.getInitialSnapshot(scope, input),
    transition: (snapshot, event, scope) => machine.transition(snapshot, event, scope),
    getPersistedSnapshot: (snapshot) => snapshot,
  };
  return { machine, logic, migrations };
}

const nothing = { status: 'active', output: undefined, error: undefined };

/** XState's own snapshot behind each of ours that this process made: resolving it anew costs as much as a step. */
const resolved = new WeakMap<Snapshot, AnyMachineSnapshot>();

/** Opens a machine. Throws `MachineError` when the input makes it throw. */
export function start<K extends MachineKind>(kind: K, input: AnyInput, stamp: Stamp): Stepped<K> {
  const [inner, actions] = guarded(kind, 'start', () =>
    initialTransition(machines[kind].logic, { ...input, ...stamp }),
  );
  return stepped<K>(inner, effectsOf(kind, actions));
}

/**
 * One pure step: the next snapshot, and what it asks of the world. An event the machine has no use for is `ignored`.
 * Throws `MachineError` when a guard or an assignment threw; then the event is refused and nothing has changed.
 */
export function step<K extends MachineKind>(
  kind: K,
  snapshot: Snapshot<K>,
  event: AnyEvent,
  stamp: Stamp,
): Stepped<K> {
  // XState still takes root transitions on a done machine; a done machine of ours takes nothing.
  if (snapshot.status !== 'active') return { snapshot, effects: [], ignored: true, final: true };
  const before = innerOf(kind, snapshot);
  const [inner, actions] = guarded(kind, event.type, () =>
    transition(machines[kind].logic, before, { ...event, ...stamp }),
  );
  if (inner === before) return { snapshot, effects: [], ignored: true, final: false };
  return stepped<K>(inner, effectsOf(kind, actions));
}

/**
 * Reads a stored snapshot. Throws `MachineError`: `newer` for a version this code does not know, `unknown-state` for a
 * state that does not exist.
 */
export function restore<K extends MachineKind>(kind: K, json: unknown, version: number): Snapshot<K> {
  if (version > versionOf(kind)) {
    throw new MachineError(
      'newer',
      kind,
      `the ${kind} was stored as version ${version}, this Andon knows ${versionOf(kind)}; run the newer Andon`,
    );
  }
  if (!isStored(json)) throw new MachineError('unknown-state', kind, `the stored ${kind} is no snapshot`);
  // The one thing trusted here: what a machine of this version stored is a snapshot of this version.
  const snapshot = migrate(machines[kind].migrations, json, version) as Snapshot<K>;
  innerOf(kind, snapshot);
  return snapshot;
}

/** Version of the machine's snapshots and events. */
export function versionOf(kind: MachineKind): number {
  return machines[kind].migrations.length + 1;
}

/** Folds a journal into the snapshot it implies; effects it asked for then are not asked for again. */
export function replay<K extends MachineKind>(
  kind: K,
  input: AnyInput,
  stamp: Stamp,
  events: readonly { readonly event: AnyEvent; readonly stamp: Stamp }[],
): Snapshot<K> {
  return events.reduce<Snapshot<K>>(
    (snapshot, entry) => step(kind, snapshot, entry.event, entry.stamp).snapshot,
    start(kind, input, stamp).snapshot,
  );
}

/** The state in words: a service's two regions, or the one state of any other machine. */
export function stateOf(snapshot: Snapshot): { line: string; live: string } | { state: string } {
  const value = snapshot.value;
  if (typeof value === 'string') return { state: value };
  const live = dotted(value.live);
  // The two overlays hold the same states; what people see is the state itself, or that the directory is gone.
  return {
    line: dotted(value.line),
    live: live.startsWith('missing') ? 'missing' : live.replace('present.', ''),
  };
}

function dotted(value: StateValue | undefined): string {
  if (value === undefined || typeof value === 'string') return value ?? '';
  return Object.entries(value)
    .map(([name, inner]) => `${name}.${dotted(inner)}`)
    .join(' ');
}

function stepped<K extends MachineKind>(inner: AnyMachineSnapshot, effects: readonly Effect[]): Stepped<K> {
  const final = inner.status !== 'active';
  const snapshot: Snapshot<K> = {
    value: inner.value,
    context: inner.context,
    status: final ? 'done' : 'active',
  };
  resolved.set(snapshot, inner);
  return { snapshot, effects, ignored: false, final };
}

function innerOf(kind: MachineKind, snapshot: Snapshot): AnyMachineSnapshot {
  const known = resolved.get(snapshot);
  if (known) return known;
  try {
    const inner = machines[kind].machine.resolveState({
      value: snapshot.value,
      context: snapshot.context,
      status: snapshot.status,
    });
    resolved.set(snapshot, inner);
    return inner;
  } catch (cause) {
    throw new MachineError(
      'unknown-state',
      kind,
      `no ${kind} is ever in ${JSON.stringify(snapshot.value)}; the home needs the Andon that wrote it`,
      { cause },
    );
  }
}

function guarded<T>(kind: MachineKind, event: string, body: () => T): T {
  try {
    return body();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MachineError('threw', kind, `the ${kind} machine failed on ${event}: ${why}`, { cause });
  }
}

/** XState hands emitted events back as `xstate.emit` actions; nothing else may leave a machine. */
function effectsOf(
  kind: MachineKind,
  actions: readonly { readonly type: string; readonly params?: unknown }[],
): Effect[] {
  return actions.map((action) => {
    if (action.type !== 'xstate.emit') {
      throw new MachineError('impure', kind, `'${action.type}' left the ${kind} machine; only effects may`);
    }
    return (action.params as { event: Effect }).event;
  });
}

function isStored(json: unknown): json is StoredSnapshot {
  return (
    typeof json === 'object' && json !== null && 'value' in json && 'context' in json && 'status' in json
  );
}
