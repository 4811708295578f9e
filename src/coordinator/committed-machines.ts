import { type Offered, offersOf } from '../../machines/offers.ts';
import { restore, type Snapshot, start } from '../../machines/step.ts';
import type { OutboxRow, SnapshotRow, Store, StreamId } from '../store/store.port.ts';
import type { LineState, ServiceState, SessionState, TicketState } from './coordinator.port.ts';
import { effectsWanted, effectWanted } from './effect-wanted.ts';
import {
  kindOf,
  lineState,
  type Machine,
  MachineTable,
  serviceState,
  sessionState,
  streamOf,
  ticketState,
} from './memory-machines.ts';

const gated: ReadonlySet<string> = new Set(['deploy', 'switchRelease', 'rollBack']);

/** The reading side of a coordinator: all machines of a home as of the last commit. */
export class CommittedMachines {
  protected readonly table = new MachineTable();
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    for (const row of store.activeSnapshots()) this.table.apply(machineOf(row));
  }

  service(id: string): ServiceState | undefined {
    const machine = this.table.get(streamOf.service(id));
    return machine && serviceState(machine);
  }

  serviceNamed(name: string): ServiceState | undefined {
    const machine = this.table.serviceNamed(name);
    return machine && serviceState(machine);
  }

  *services(): Iterable<ServiceState> {
    for (const machine of this.table.all('service')) yield serviceState(machine);
  }

  /** The cast holds because a service's stream holds a service's snapshot. */
  offers(id: string): readonly Offered[] | undefined {
    const machine = this.table.get(streamOf.service(id));
    return machine && offersOf(machine.snapshot as Snapshot<'service'>);
  }

  /** Also one that is over: it is read from the store then. */
  ticket(id: string): TicketState | undefined {
    const stream = streamOf.ticket(id);
    const kept = this.table.get(stream);
    if (kept) return ticketState(kept);
    const row = this.#store.snapshot(stream);
    return row && ticketState(machineOf(row));
  }

  *tickets(): Iterable<TicketState> {
    for (const machine of this.table.all('ticket')) yield ticketState(machine);
  }

  session(name: string): SessionState | undefined {
    const machine = this.table.get(streamOf.session(name));
    return machine && sessionState(machine);
  }

  *sessions(): Iterable<SessionState> {
    for (const machine of this.table.all('session')) yield sessionState(machine);
  }

  linePaused(): boolean {
    return this.table.linePaused();
  }

  line(): LineState {
    const machine = this.table.get(streamOf.line);
    if (machine) return lineState(machine);
    const { snapshot } = start<'line'>('line', {}, { at: 0, ref: '0' });
    return { context: snapshot.context, state: 'running' };
  }

  /** What every machine waits for, as effects under their original ids; what a pause holds back is left out. */
  *awaited(): Iterable<{ readonly stream: StreamId; readonly effect: OutboxRow['effect'] }> {
    for (const kind of ['service', 'ticket'] as const) {
      for (const machine of this.table.all(kind)) {
        for (const effect of effectsWanted(machine)) {
          const { stream } = machine;
          if (!this.heldBack({ stream, effect })) yield { stream, effect };
        }
      }
    }
  }

  /** Whether this is still waited for, and no pause holds it back. */
  isAwaited({ stream, effect }: Pick<OutboxRow, 'stream' | 'effect'>): boolean {
    const machine = this.table.get(stream);
    return machine !== undefined && !this.heldBack({ stream, effect }) && effectWanted(effect, machine);
  }

  /** A pause holds back what would deploy or switch (and matching assigns nothing); facts and everything else go on. */
  protected heldBack({ stream, effect }: Pick<OutboxRow, 'stream' | 'effect'>): boolean {
    if (!gated.has(effect.type)) return false;
    if (this.linePaused()) return true;
    const machine = this.table.get(stream);
    return machine?.kind === 'service' && serviceState(machine).context.paused;
  }
}

function machineOf(row: SnapshotRow): Machine {
  const kind = kindOf(row.stream);
  const snapshot = restore(kind, row.snapshot, row.version);
  return { stream: row.stream, kind, snapshot, seq: row.seq, final: row.final };
}
