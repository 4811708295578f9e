import type { BudgetGate } from '../../machines/policy/budget-gate.ts';
import { match } from '../../machines/policy/match.ts';
import type { MatchSession } from '../../machines/policy/match-parties.ts';
import type { StreamId } from '../store/store.port.ts';
import type { Clock } from './clock.port.ts';
import type { SessionState } from './coordinator.port.ts';
import {
  isPausedLine,
  type Machine,
  type MachineTable,
  serviceState,
  sessionState,
  streamOf,
  ticketState,
} from './memory-machines.ts';
import { OpenTickets } from './open-tickets.ts';

type Assignment = {
  readonly stream: StreamId;
  readonly event: { readonly type: string; readonly [field: string]: unknown };
};

/**
 * Runs matching whenever something that could lead to an assignment has changed, and says why a ticket is left over. It
 * decides nothing itself: `machines/policy/match.ts` does. It is kept current by what changes, so that a commit costs
 * the same with ten thousand tickets waiting as with ten.
 */
export class Assigner {
  /** Whether a session's heartbeat is fresh; measured outside, on the monotonic clock. */
  isFresh: (session: string) => boolean = () => true;
  /** What may still be spent, for one matching; undefined: nothing limits it. */
  budget: () => BudgetGate | undefined = () => undefined;
  readonly #table: MachineTable;
  readonly #clock: Clock;
  readonly #open = new OpenTickets();
  readonly #sessions = new Map<StreamId, SessionState>();
  readonly #pausedServices = new Set<string>();
  /** Reasons found since the sessions last changed, by what the ticket asks for. */
  readonly #reasons = new Map<string, readonly string[]>();
  #paused = false;
  #current = false;
  #dirty = true;

  constructor(table: MachineTable, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  get dirty(): boolean {
    return this.#dirty;
  }

  markDirty(): void {
    this.#dirty = true;
    this.#reasons.clear();
  }

  /** Takes in machines of the commit being made, before it is: what it assigns is part of it. */
  note(machines: readonly Machine[]): void {
    this.#bringUpToDate();
    // Services first: whether a ticket's service is paused is read from here.
    for (const machine of machines) if (machine.kind === 'service') this.#noteService(machine);
    for (const machine of machines) this.#noteOther(machine);
  }

  /** The assignments to commit now; none while nothing changed. */
  assignments(): Assignment[] {
    if (!this.#dirty) return [];
    this.#bringUpToDate();
    this.#dirty = false;
    this.#reasons.clear();
    if (this.#paused) return [];
    const sessions = this.#matchSessions();
    const slots = sessions.reduce(
      (sum, session) => sum + (session.fresh && !session.draining ? session.freeSlots : 0),
      0,
    );
    const tickets = slots > 0 ? this.#open.candidates(slots) : [];
    if (tickets.length === 0) return [];
    const { assignments } = match({ tickets, sessions, at: this.#clock.now(), linePaused: false });
    return assignments.map(({ ticket, session, score }) => ({
      stream: streamOf.ticket(ticket),
      event: { type: 'TicketAssigned', session, score },
    }));
  }

  /** The commit failed: nothing of what was noted for it, or assigned in it, happened. */
  forgetAssignments(): void {
    this.#current = false;
    this.markDirty();
  }

  /** Why nobody has the ticket; empty when somebody has, or is about to. */
  why(id: string): readonly string[] {
    this.#bringUpToDate();
    const ticket = this.#open.get(id);
    const wish = this.#open.wishOf(id);
    if (!ticket || wish === undefined) return [];
    const known = this.#reasons.get(wish);
    if (known) return known;
    const sessions = this.#matchSessions();
    const at = this.#clock.now();
    const reasons = match({ tickets: [ticket], sessions, at, linePaused: this.#paused }).left.get(id) ?? [];
    this.#reasons.set(wish, reasons);
    return reasons;
  }

  #bringUpToDate(): void {
    if (this.#current) return;
    this.#current = true;
    this.#open.clear();
    this.#sessions.clear();
    this.#pausedServices.clear();
    this.#paused = false;
    for (const kind of ['service', 'ticket', 'session', 'line'] as const)
      this.note([...this.#table.all(kind)]);
  }

  #noteService(machine: Machine): void {
    const { id, paused, ticket } = serviceState(machine).context;
    if (paused) this.#pausedServices.add(id);
    else this.#pausedServices.delete(id);
    const open = ticket && this.#open.get(ticket.id);
    if (!open || open.paused === paused) return;
    this.#open.set({ ...open, paused });
    this.#dirty = true;
  }

  #noteOther(machine: Machine): void {
    if (machine.kind === 'ticket') {
      this.#noteTicket(machine);
    } else if (machine.kind === 'session') {
      this.#sessions.set(machine.stream, sessionState(machine));
      this.markDirty();
    } else if (machine.kind === 'line') {
      this.#paused = isPausedLine(machine);
      this.markDirty();
    }
  }

  #noteTicket(machine: Machine): void {
    const { context, state } = ticketState(machine);
    if (state !== 'open') {
      this.#open.delete(context.id);
      return;
    }
    this.#open.set({
      id: context.id,
      kind: context.kind,
      service: context.service.id,
      requires: context.requires,
      avoid: context.avoid,
      excluded: [...context.excluded, ...context.barred],
      barred: context.barred,
      priority: context.priority,
      openedAt: context.openedAt,
      paused: this.#pausedServices.has(context.service.id),
    });
    this.#dirty = true;
  }

  #matchSessions(): MatchSession[] {
    return [...this.#sessions.values()]
      .filter(({ state }) => state !== 'gone')
      .map(({ context, state }) => ({
        name: context.name,
        capabilities: context.capabilities,
        slots: context.slots,
        freeSlots: Math.max(0, context.slots - context.holding.length),
        fresh: state !== 'silent' && this.isFresh(context.name),
        draining: state === 'draining',
        record: context.record,
        lastTaken: context.lastTaken,
      }));
  }
}
