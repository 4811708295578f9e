import { z } from 'zod';
import { ticketKind, ticketOutcome } from './ticket.events.ts';
import { usage } from './usage.ts';

export const ticketEffect = z.discriminatedUnion('type', [
  // stepped in the same commit
  z.object({ type: z.literal('tellOwner'), owner: z.string(), event: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('tellLine'), event: z.record(z.string(), z.unknown()) }),
  z.object({
    type: z.literal('tellSession'),
    session: z.string(),
    outcome: ticketOutcome,
    ticket: z.string(),
    token: z.number(),
    kind: ticketKind,
    durationMs: z.number(),
    service: z.string(),
    /** With the end of a holding: what it used; null where it never said. */
    usage: usage.nullable(),
  }),
  // performed by the shell
  z.object({ type: z.literal('deliver'), ticket: z.string(), token: z.number(), session: z.string() }),
  /** The holding is over: a waiting delivery becomes a tombstone, running work is told to stop. */
  z.object({
    type: z.literal('recall'),
    ticket: z.string(),
    token: z.number(),
    session: z.string(),
    reason: z.string(),
  }),
  z.object({ type: z.literal('startTimer'), timer: z.string(), afterMs: z.number() }),
  z.object({ type: z.literal('cancelTimer'), timer: z.string() }),
]);
export type TicketEffect = z.infer<typeof ticketEffect>;
