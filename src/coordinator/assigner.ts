import { type MatchSession, type MatchTicket, match } from '../../machines/policy/match.ts';
import type { StreamId } from '../store/store.port.ts';
import type { Clock } from './clock.port.ts';
import {
  type Machine,
  type MachineTable,
  serviceState,
  sessionState,
  streamOf,
  ticketState,
} from './memory-machines.ts';

type Assignment = {
  readonly stream: StreamId;
  readonly event: { readonly type: string; readonly [field: string]: unknown };
};

/**
 * Runs matching whenever something that could lead to an assignment has changed, and keeps the reason for every ticket
 * left over. It decides nothing itself: `machines/policy/match.ts` does.
 */
export class Assigner {
  /** Whether a session's heartbeat is fresh; measured outside, on the monotonic clock. */
  isFresh: (session: string) => boolean = () => true;
  readonly #table: MachineTable;
  readonly #clock: Clock;
  #dirty = true;
  #left: ReadonlyMap<string, readonly string[]> = new Map();

  constructor(table: MachineTable, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  get dirty(): boolean {
    return this.#dirty;
  }

  markDirty(): void {
    this.#dirty = true;
  }

  /** Machines that changed with a commit: only some changes can lead to an assignment. */
  changed(machines: Iterable<Machine>): void {
    for (const machine of machines) {
      if (machine.kind === 'ticket' && ticketState(machine).state === 'open') this.#dirty = true;
      else if (machine.kind === 'session' || machine.kind === 'line') this.#dirty = true;
      else if (machine.kind === 'service' && this.#left.size > 0) this.#dirty ||= this.#waits(machine);
    }
  }

  /** The assignments to commit now; none while nothing changed. */
  assignments(): Assignment[] {
    if (!this.#dirty) return [];
    this.#dirty = false;
    const { assignments, left } = this.#match();
    this.#left = left;
    return assignments.map(({ ticket, session, score }) => ({
      stream: streamOf.ticket(ticket),
      event: { type: 'TicketAssigned', session, score },
    }));
  }

  /** The commit of the last assignments failed: they did not happen. */
  forgetAssignments(): void {
    this.#dirty = true;
  }

  why(ticket: string): readonly string[] {
    if (this.#dirty) return this.#match().left.get(ticket) ?? [];
    return this.#left.get(ticket) ?? [];
  }

  linePaused(): boolean {
    const line = this.#table.get(streamOf.line);
    return line !== undefined && line.snapshot.value === 'paused';
  }

  #match() {
    return match({
      tickets: [...this.#openTickets()],
      sessions: [...this.#sessions()],
      at: this.#clock.now(),
      linePaused: this.linePaused(),
    });
  }

  *#openTickets(): Iterable<MatchTicket> {
    for (const machine of this.#table.all('ticket')) {
      const { context, state } = ticketState(machine);
      if (state !== 'open') continue;
      const owner = this.#table.get(streamOf.service(context.service.id));
      yield {
        id: context.id,
        kind: context.kind,
        service: context.service.id,
        requires: context.requires,
        avoid: context.avoid,
        excluded: context.excluded,
        priority: context.priority,
        openedAt: context.openedAt,
        paused: owner !== undefined && serviceState(owner).context.paused,
      };
    }
  }

  *#sessions(): Iterable<MatchSession> {
    for (const machine of this.#table.all('session')) {
      const { context, state } = sessionState(machine);
      if (state === 'gone') continue;
      yield {
        name: context.name,
        capabilities: context.capabilities,
        slots: context.slots,
        freeSlots: Math.max(0, context.slots - context.holding.length),
        fresh: state !== 'silent' && this.isFresh(context.name),
        draining: state === 'draining',
        record: context.record,
        lastTaken: context.lastTaken,
      };
    }
  }

  /** A service whose ticket waits may have been paused or resumed. */
  #waits(machine: Machine): boolean {
    const ticket = serviceState(machine).context.ticket;
    return ticket !== null && this.#left.has(ticket.id);
  }
}
