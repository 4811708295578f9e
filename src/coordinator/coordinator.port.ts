import type { LineContext } from '../../machines/line/line.context.ts';
import type { LineEvent } from '../../machines/line/line.events.ts';
import type { Offered } from '../../machines/offers.ts';
import type { ServiceContext } from '../../machines/service/service.context.ts';
import type { ServiceEvent } from '../../machines/service/service.events.ts';
import type { SessionContext } from '../../machines/session/session.context.ts';
import type { SessionEvent } from '../../machines/session/session.events.ts';
import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import type { TicketEvent } from '../../machines/ticket/ticket.events.ts';
import type { EventRow, StreamId } from '../store/store.port.ts';

export type Receipt = {
  /** Sequence number under which the event is durable. */
  readonly seq: number;
  /** The machine had no use for it: the question it answers is over, or the state does not allow it. */
  readonly ignored: boolean;
};

export type ServiceState = {
  readonly context: ServiceContext;
  /** State of the region `line`, dotted: `build.awaiting`. */
  readonly line: string;
  /** State of the region `live`: `healthy`. */
  readonly live: string;
};
export type TicketState = { readonly context: TicketContext; readonly state: string };
export type SessionState = { readonly context: SessionContext; readonly state: string };

export type LineState = { readonly context: LineContext; readonly state: string };

/** A session beside one open ticket. */
export type Candidate = {
  readonly session: string;
  /** As matching rates it; null where matching would not give it this ticket: a person is asked, or asks, by name. */
  readonly score: number | null;
  /** Why not, one sentence each; empty where it may. */
  readonly reasons: readonly string[];
};

/** What one commit changed; handed to the board, write-back, matching. */
export type Committed = {
  readonly seq: number;
  readonly events: readonly EventRow[];
  readonly changed: ReadonlySet<StreamId>;
};

/**
 * The one writer of a home. `receive` resolves when the event and all it caused is durable; it rejects with
 * `STORE_FAILED` when nothing of it is. Reads are from memory and always show committed states only.
 */
export interface Coordinator {
  receive(stream: `service/${string}`, event: ServiceEvent): Promise<Receipt>;
  receive(stream: `ticket/${string}`, event: TicketEvent): Promise<Receipt>;
  receive(stream: `session/${string}`, event: SessionEvent): Promise<Receipt>;
  receive(stream: `line/${string}`, event: LineEvent): Promise<Receipt>;
  /** Opens the stream of a service that was not known; returns its new id. */
  addService(name: string): Promise<string>;
  service(id: string): ServiceState | undefined;
  serviceNamed(name: string): ServiceState | undefined;
  services(): Iterable<ServiceState>;
  ticket(id: string): TicketState | undefined;
  /** Tickets that are not over. */
  tickets(): Iterable<TicketState>;
  session(name: string): SessionState | undefined;
  sessions(): Iterable<SessionState>;
  linePaused(): boolean;
  /** Accounts, breaker and what the day costs; as on a new line before it is opened. */
  line(): LineState;
  /** Why an open ticket is not assigned, one sentence each; empty when it is held or about to be. */
  why(ticket: string): readonly string[];
  /** Why this session may not take this ticket now, one sentence each; empty when it may. */
  mayTake(ticket: string, session: string): readonly string[];
  /** All sessions beside this open ticket: those that may take it, the best first, then the others. None for any other ticket. */
  candidates(ticket: string): readonly Candidate[];
  /** What people may do to this service now, and why not the rest; undefined for one that is not known. */
  offers(service: string): readonly Offered[] | undefined;
  onCommitted(listener: (committed: Committed) => void): () => void;
  seq(): number;
}
