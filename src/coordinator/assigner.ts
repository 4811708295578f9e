import type { LineContext } from '../../machines/line/line.context.ts';
import type { BudgetGate } from '../../machines/policy/budget-gate.ts';
import { noLimit } from '../../machines/policy/budget-limits.ts';
import type { Limits } from '../../machines/policy/limits.ts';
import { takenBy } from '../../machines/policy/match.ts';
import { type MatchConditions, MatchRound } from '../../machines/policy/match-round.ts';
import { WorkInHands } from '../../machines/policy/wip.ts';
import { openTicketsOf } from '../../machines/service/contest.ts';
import type { TicketKind } from '../../machines/ticket/ticket.events.ts';
import type { StreamId } from '../store/store.port.ts';
import { assignmentEvent } from './assignment-event.ts';
import type { Clock } from './clock.port.ts';
import type { Candidate, SessionState } from './coordinator.port.ts';
import { giveOut } from './give-out.ts';
import { matchSession, matchTicket } from './match-party.ts';
import {
  isPausedLine,
  lineState,
  type Machine,
  type MachineTable,
  serviceState,
  sessionState,
  streamOf,
  ticketState,
} from './memory-machines.ts';
import { OpenTickets } from './open-tickets.ts';
import { rankedCandidates } from './ranked-candidates.ts';

type Assignment = { readonly stream: StreamId; readonly event: ReturnType<typeof assignmentEvent> };

/** What of the line matching looks at. */
type LineFacts = Pick<LineContext, 'accounts' | 'breaker'> & { readonly paused: boolean };

/**
 * Runs matching whenever something that could lead to an assignment has changed, and says why a ticket is left over. It
 * decides nothing itself: `machines/policy` does. It is kept current by what changes, so that a commit costs the same
 * with ten thousand tickets waiting as with ten.
 */
export class Assigner {
  /** Whether a session's heartbeat is fresh; measured outside, on the monotonic clock. */
  isFresh: (session: string) => boolean = () => true;
  /** What may still be spent, for one matching; undefined: nothing limits it. */
  budget: () => BudgetGate | undefined = () => undefined;
  readonly #table: MachineTable;
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #open: OpenTickets;
  /** Tickets in hands, with their kind. */
  readonly #held = new Map<string, TicketKind>();
  readonly #sessions = new Map<StreamId, SessionState>();
  readonly #pausedServices = new Set<string>();
  /** Reasons found since the sessions last changed, by what the ticket asks for. */
  readonly #reasons = new Map<string, readonly string[]>();
  /** Who was there when it was last asked why, since the sessions last changed. */
  #asked: MatchRound | undefined;
  #line: LineFacts = nothingSpecial;
  /** Money kept a ticket back in the last matching: whatever the line hears of money may free it. */
  #waitsForMoney = false;
  #current = false;
  #dirty = true;

  constructor(table: MachineTable, clock: Clock, limits: Limits) {
    this.#table = table;
    this.#clock = clock;
    this.#limits = limits;
    this.#open = new OpenTickets(limits.ageingMs);
  }

  get dirty(): boolean {
    return this.#dirty;
  }

  markDirty(): void {
    this.#dirty = true;
    this.#forgetReasons();
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
    this.#forgetReasons();
    if (this.#line.paused || this.#line.breaker) return [];
    const round = new MatchRound(this.#matchSessions(), this.#conditions());
    const { given, waitsForMoney } = giveOut(round, this.#open.pass());
    this.#waitsForMoney = waitsForMoney;
    return given.map((each) => this.#event(each));
  }

  /** The assignment of this ticket to the session that asks for it by name, or why it may not have it. */
  taken(id: string, session: string): Assignment | { readonly reasons: readonly string[] } {
    this.#bringUpToDate();
    const ticket = this.#open.get(id);
    const state = this.#sessions.get(streamOf.session(session));
    if (!ticket) return { reasons: [`ticket ${id} is not open`] };
    if (!state || state.state === 'gone') return { reasons: [`${session} is not registered`] };
    const all = this.#matchSessions();
    const own = all.find(({ name }) => name === session) ?? this.#matchSession(state);
    const answer = takenBy(ticket, own, all, this.#conditions());
    return 'given' in answer ? this.#event(answer.given) : answer;
  }

  /** Why the session may not take this ticket now; empty when it may. */
  mayTake(id: string, session: string): readonly string[] {
    const answer = this.taken(id, session);
    return 'reasons' in answer ? answer.reasons : [];
  }

  /** Every session that is there, those that may take the open ticket first and the best of them before the others. */
  candidates(id: string): readonly Candidate[] {
    this.#bringUpToDate();
    const ticket = this.#open.get(id);
    if (!ticket) return [];
    const all = this.#matchSessions();
    return rankedCandidates(all, (session) => takenBy(ticket, session, all, this.#conditions()));
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
    this.#asked ??= new MatchRound(this.#matchSessions(), this.#conditions());
    const answer = this.#asked.ask(ticket, this.budget());
    if ('reasons' in answer) {
      if (answer.ofAll) this.#reasons.set(wish, answer.reasons);
      return answer.reasons;
    }
    return this.#dirty ? [] : [`${answer.session} may take it, and is given it with the next commit`];
  }

  #forgetReasons(): void {
    this.#reasons.clear();
    this.#asked = undefined;
  }

  #conditions(): MatchConditions {
    return {
      at: this.#clock.now(),
      linePaused: this.#line.paused,
      breaker: this.#line.breaker,
      inHands: new WorkInHands(this.#limits, this.#held.values()),
      budget: this.budget(),
    };
  }

  #event({ ticket, session, reserved, ...given }: Parameters<typeof assignmentEvent>[0]): Assignment {
    const state = this.#sessions.get(streamOf.session(session));
    return {
      stream: streamOf.ticket(ticket),
      event: assignmentEvent({
        ...given,
        ticket,
        session,
        account: state?.context.account ?? undefined,
        revision: state?.context.revision,
        // Where nothing is limited, nothing is set aside, and nobody need be told.
        reserved: reserved === noLimit ? undefined : reserved,
      }),
    };
  }

  #bringUpToDate(): void {
    if (this.#current) return;
    this.#current = true;
    this.#open.clear();
    this.#held.clear();
    this.#sessions.clear();
    this.#pausedServices.clear();
    this.#line = nothingSpecial;
    for (const kind of ['service', 'ticket', 'session', 'line'] as const)
      this.note([...this.#table.all(kind)]);
  }

  #noteService(machine: Machine): void {
    const { context } = serviceState(machine);
    const { id, paused } = context;
    if (paused) this.#pausedServices.add(id);
    else this.#pausedServices.delete(id);
    for (const ticket of openTicketsOf(context)) {
      const open = this.#open.get(ticket);
      if (!open || open.paused === paused) continue;
      this.#open.set({ ...open, paused });
      this.#dirty = true;
    }
  }

  #noteOther(machine: Machine): void {
    if (machine.kind === 'ticket') this.#noteTicket(machine);
    else if (machine.kind === 'session') {
      this.#sessions.set(machine.stream, sessionState(machine));
      this.markDirty();
    } else if (machine.kind === 'line') this.#noteLine(machine);
  }

  /** What work costs is no reason to match again, but where a ticket waits for money. */
  #noteLine(machine: Machine): void {
    const { accounts, breaker } = lineState(machine).context;
    const paused = isPausedLine(machine);
    const same =
      this.#line.accounts === accounts && this.#line.breaker === breaker && this.#line.paused === paused;
    this.#line = { accounts, breaker, paused };
    if (!same || this.#waitsForMoney) this.markDirty();
  }

  #noteTicket(machine: Machine): void {
    const { context, state } = ticketState(machine);
    if (state === 'held') this.#held.set(context.id, context.kind);
    else this.#held.delete(context.id);
    if (state !== 'open') {
      this.#open.delete(context.id);
      return;
    }
    this.#open.set(matchTicket(context, this.#pausedServices.has(context.service.id)));
    this.#dirty = true;
  }

  #matchSessions() {
    return [...this.#sessions.values()]
      .filter(({ state }) => state !== 'gone')
      .map((state) => this.#matchSession(state));
  }

  #matchSession(state: SessionState) {
    return matchSession(state, this.#line.accounts, this.isFresh(state.context.name));
  }
}

const nothingSpecial: LineFacts = { accounts: {}, breaker: null, paused: false };
