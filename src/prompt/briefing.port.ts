import type { TicketKind } from '../../machines/ticket/ticket.events.ts';
import type { GuidanceFile } from '../worker/driver.port.ts';

/** What is known of a ticket when its session starts on it. */
export type BriefingFacts = {
  readonly ticket: string;
  readonly kind: TicketKind;
  readonly service: { readonly id: string; readonly name: string };
  readonly change: number;
  /** 1 for the first counted try. */
  readonly attempt: number;
  readonly spec: string;
  readonly feedback: readonly string[];
  /** The commit the work starts from. */
  readonly base: string;
  readonly dueAt: number;
};

export type Briefing = { readonly prompt: string; readonly guidance: readonly GuidanceFile[] };

/** What a session is told with a ticket. Never rejects: what cannot be read is left out, and said to people. */
export interface Briefings {
  of(facts: BriefingFacts): Promise<Briefing>;
}
