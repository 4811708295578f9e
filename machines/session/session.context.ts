import type { Cost } from '../ticket/cost.ts';
import type { TicketKind } from '../ticket/ticket.events.ts';

/** How a session did with one kind of ticket; what matching scores by. */
export type KindRecord = {
  readonly done: number;
  readonly failed: number;
  readonly durations: readonly number[];
  /** Of every holding of this kind; absent in records of before there was any. */
  readonly cost?: Cost;
};

/** A capability that is declared and not to be had now. */
export type Unavailable = { readonly capability: string; readonly reason: string };

export type SessionContext = {
  readonly name: string;
  readonly capabilities: readonly string[];
  readonly slots: number;
  readonly agent: string;
  readonly host: string;
  readonly builtIn: boolean;
  readonly tokenHash: string;
  /** Whose limits it shares; null: nobody's. */
  readonly account: string | null;
  readonly unavailable: readonly Unavailable[];
  /** Capabilities its token allows; null: all. */
  readonly authorised: readonly string[] | null;
  /** Grows with each registration that brings another agent or other capabilities: what it could not do, it may now. */
  readonly revision: number;
  /** An operator drained this run: it takes nothing new, also after a silence. */
  readonly drained: boolean;
  readonly registeredAt: number;
  readonly since: number;
  /** Tickets it holds now. */
  readonly holding: readonly { readonly ticket: string; readonly token: number }[];
  readonly record: Readonly<Partial<Record<TicketKind, KindRecord>>>;
  /** Ids of the services it did work for, newest last. */
  readonly knows: readonly string[];
  readonly lastTaken: number | null;
};
