import { z } from 'zod';
import { ticketKind, ticketOutcome } from '../ticket/ticket.events.ts';
import { usage } from '../ticket/usage.ts';

/** What can happen to a session. Heartbeats are signals and never come here; falling silent and coming back do. */
export const sessionEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('SessionRegistered'),
    capabilities: z.array(z.string()),
    slots: z.number().int().min(1),
    /** What runs the work: `reference`, an agent's name, `person`. */
    agent: z.string(),
    host: z.string(),
    builtIn: z.boolean(),
    /** SHA-256 of the bearer token it was given. */
    tokenHash: z.string(),
    /** Whose limits it shares: sessions of one account are parked together. */
    account: z.string().optional(),
    /** Of its capabilities those that do not hold now, and why: its program is not there, nobody is logged in. */
    unavailable: z.array(z.object({ capability: z.string(), reason: z.string() })).optional(),
    /** Capabilities its token allows; absent: all. */
    authorised: z.array(z.string()).optional(),
  }),
  /** What its worker found when it looked again. */
  z.object({
    type: z.literal('AvailabilityChanged'),
    unavailable: z.array(z.object({ capability: z.string(), reason: z.string() })),
  }),
  z.object({ type: z.literal('SessionResumed') }),
  z.object({ type: z.literal('SessionFellSilent') }),
  z.object({ type: z.literal('SessionReturned') }),
  z.object({ type: z.literal('SessionDrained') }),
  z.object({ type: z.literal('SessionLeft'), reason: z.string() }),
  z.object({
    type: z.literal('TicketOutcome'),
    outcome: ticketOutcome,
    ticket: z.string(),
    token: z.number(),
    kind: ticketKind,
    durationMs: z.number(),
    /** Id of the service it was for. */
    service: z.string().optional(),
    /** With the end of a holding: what it used; null where it never said. */
    usage: usage.nullable().optional(),
  }),
]);
export type SessionEvent = z.infer<typeof sessionEvent>;
