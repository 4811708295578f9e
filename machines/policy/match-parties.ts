import type { SessionContext } from '../session/session.context.ts';
import type { TicketKind } from '../ticket/ticket.events.ts';
import type { Usage } from '../ticket/usage.ts';

export type MatchTicket = {
  readonly id: string;
  readonly kind: TicketKind;
  readonly service: string;
  /** Capability lists; one is enough, an earlier one is preferred. */
  readonly requires: readonly (readonly string[])[];
  readonly avoid: readonly string[];
  readonly excluded: readonly string[];
  /** Those of the excluded that have a sibling of it: builds that are compared come from different sessions. */
  readonly barred?: readonly string[];
  /** Which making of an excluded session it was that declined: a later one may try. */
  readonly declined?: Readonly<Record<string, number>>;
  /** Larger goes first. */
  readonly priority: number;
  readonly openedAt: number;
  /** Its service is paused. */
  readonly paused: boolean;
  /** What its holdings before this one used; null: unknown. */
  readonly spent?: Usage;
};

export type MatchSession = {
  readonly name: string;
  readonly capabilities: readonly string[];
  readonly slots: number;
  readonly freeSlots: number;
  readonly fresh: boolean;
  readonly draining: boolean;
  /** A person: is given only what it asks for by name. */
  readonly choosesItself?: boolean;
  readonly record: SessionContext['record'];
  readonly lastTaken: number | null;
  /** Services it did work for. */
  readonly knows?: readonly string[];
  /** Grows when it comes back as another agent or with other capabilities. */
  readonly revision?: number;
  /** Whose limits it shares. */
  readonly account?: string | undefined;
  /** It, or its account, is let work by nobody until then (epoch milliseconds). */
  readonly parked?: { readonly until: number; readonly reason: string } | undefined;
  /** Declared, and not to be had now: capability → why. */
  readonly unavailable?: Readonly<Record<string, string>>;
  /** Capabilities its token allows; absent: all. */
  readonly authorised?: readonly string[] | undefined;
};
