import type { LineContext } from '../../machines/line/line.context.ts';
import type { LineEvent } from '../../machines/line/line.events.ts';
import type { ServiceContext } from '../../machines/service/service.context.ts';
import type { ServiceEvent } from '../../machines/service/service.events.ts';
import type { SessionContext } from '../../machines/session/session.context.ts';
import type { SessionEvent } from '../../machines/session/session.events.ts';
import type { Effect } from '../../machines/step.ts';
import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import type { TicketEvent } from '../../machines/ticket/ticket.events.ts';
import type { EventRow } from '../../src/store/store.port.ts';

/** A service as the checker sees it; `directory` is the overlay of `live`, which people see as `missing`. */
export type ServiceNow = {
  readonly context: ServiceContext;
  readonly line: string;
  readonly live: string;
  readonly directory: 'present' | 'missing' | null;
};
export type StateNow<C> = { readonly context: C; readonly state: string };

type Opened = { readonly type: 'Opened'; readonly input: Readonly<Record<string, unknown>> };

type Of<K extends string, E, S> = {
  readonly kind: K;
  /** The stream without its kind. */
  readonly id: string;
  readonly row: EventRow;
  readonly event: E | Opened;
  readonly before: S | null;
  readonly after: S;
  /** What the journal's own replay asks for at this row. */
  readonly effects: readonly Effect[];
};

/** One row of the journal, and what it did. */
export type Step =
  | Of<'service', ServiceEvent, ServiceNow>
  | Of<'ticket', TicketEvent, StateNow<TicketContext>>
  | Of<'session', SessionEvent, StateNow<SessionContext>>
  | Of<'line', LineEvent, StateNow<LineContext>>;

export type ServiceStep = Extract<Step, { kind: 'service' }>;
export type TicketStep = Extract<Step, { kind: 'ticket' }>;
