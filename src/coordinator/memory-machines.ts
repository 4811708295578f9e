import type { LineContext } from '../../machines/line/line.context.ts';
import type { ServiceContext } from '../../machines/service/service.context.ts';
import type { SessionContext } from '../../machines/session/session.context.ts';
import { type MachineKind, type Snapshot, stateOf } from '../../machines/step.ts';
import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import type { StreamId } from '../store/store.port.ts';
import type { LineState, ServiceState, SessionState, TicketState } from './coordinator.port.ts';

/** One machine in memory: its snapshot as of the last commit that touched it. */
export type Machine = {
  readonly stream: StreamId;
  readonly kind: MachineKind;
  readonly snapshot: Snapshot;
  /** Last event folded in. */
  readonly seq: number;
  readonly final: boolean;
};

/** The kind of machine behind a stream is the first part of its id. */
export function kindOf(stream: StreamId): MachineKind {
  return stream.slice(0, stream.indexOf('/')) as MachineKind;
}

export const streamOf = {
  service: (id: string): `service/${string}` => `service/${id}`,
  ticket: (id: string): `ticket/${string}` => `ticket/${id}`,
  session: (name: string): `session/${string}` => `session/${name}`,
  line: 'line/main' as const,
};

export function isPausedLine(line: Machine): boolean {
  return line.snapshot.value === 'paused';
}

/** The machine as readers see it. The cast holds because a stream's kind decides its context. */
export function serviceState(machine: Machine): ServiceState {
  const state = stateOf(machine.snapshot);
  if (!('line' in state)) throw new TypeError(`${machine.stream} is no service`);
  return { context: machine.snapshot.context as ServiceContext, line: state.line, live: state.live };
}

export function ticketState(machine: Machine): TicketState {
  return { context: machine.snapshot.context as TicketContext, state: plainState(machine) };
}

export function sessionState(machine: Machine): SessionState {
  return { context: machine.snapshot.context as SessionContext, state: plainState(machine) };
}

export function lineState(machine: Machine): LineState {
  return { context: machine.snapshot.context as LineContext, state: plainState(machine) };
}

function plainState(machine: Machine): string {
  const state = stateOf(machine.snapshot);
  if (!('state' in state)) throw new TypeError(`${machine.stream} is a service`);
  return state.state;
}

/**
 * All machines that are not over, with the indexes readers need. Changed only by `apply`, after a commit, so that every
 * reader sees committed states only.
 */
export class MachineTable {
  readonly #machines = new Map<StreamId, Machine>();
  readonly #byKind: Record<MachineKind, Map<StreamId, Machine>> = {
    service: new Map(),
    ticket: new Map(),
    session: new Map(),
    line: new Map(),
  };
  readonly #serviceByName = new Map<string, string>();

  get(stream: StreamId): Machine | undefined {
    return this.#machines.get(stream);
  }

  all(kind: MachineKind): Iterable<Machine> {
    return this.#byKind[kind].values();
  }

  count(kind: MachineKind): number {
    return this.#byKind[kind].size;
  }

  linePaused(): boolean {
    const line = this.get(streamOf.line);
    return line !== undefined && isPausedLine(line);
  }

  serviceNamed(name: string): Machine | undefined {
    const id = this.#serviceByName.get(name);
    return id === undefined ? undefined : this.#machines.get(streamOf.service(id));
  }

  apply(machine: Machine): void {
    const before = this.#machines.get(machine.stream);
    if (machine.kind === 'service') {
      const next = machine.snapshot.context as ServiceContext;
      const formerName = before && (before.snapshot.context as ServiceContext).name;
      if (
        formerName !== undefined &&
        formerName !== next.name &&
        this.#serviceByName.get(formerName) === next.id
      ) {
        this.#serviceByName.delete(formerName);
      }
      this.#serviceByName.set(next.name, next.id);
    }
    if (machine.final) {
      this.#machines.delete(machine.stream);
      this.#byKind[machine.kind].delete(machine.stream);
      return;
    }
    this.#machines.set(machine.stream, machine);
    this.#byKind[machine.kind].set(machine.stream, machine);
  }
}
