import type { TicketKind } from '../ticket/ticket.events.ts';

/** How a session did with one kind of ticket; what matching scores by. */
export type KindRecord = {
  readonly done: number;
  readonly failed: number;
  readonly durations: readonly number[];
};

export type SessionContext = {
  readonly name: string;
  readonly capabilities: readonly string[];
  readonly slots: number;
  readonly agent: string;
  readonly host: string;
  readonly builtIn: boolean;
  readonly tokenHash: string;
  readonly registeredAt: number;
  readonly since: number;
  /** Tickets it holds now. */
  readonly holding: readonly { readonly ticket: string; readonly token: number }[];
  readonly record: Readonly<Partial<Record<TicketKind, KindRecord>>>;
  readonly lastTaken: number | null;
};
