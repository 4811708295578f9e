import { z } from 'zod';
import { ticketKind } from '../ticket/ticket.events.ts';
import { allowance, usage } from '../ticket/usage.ts';
import type { LineSettings } from './line.context.ts';

const settings = z.custom<LineSettings>((value) => typeof value === 'object' && value !== null);

/** What can happen to the line as a whole. */
export const lineEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('LinePaused') }),
  z.object({ type: z.literal('LineResumed') }),
  /** Told by a ticket: the provider of this account lets nobody work until then. */
  z.object({
    type: z.literal('AccountParked'),
    account: z.string(),
    until: z.number(),
    reason: z.string(),
    session: z.string(),
  }),
  z.object({ type: z.literal('AccountFreed'), account: z.string() }),
  /** Told by a session that fell silent with work in its hands, or whose process ended so. */
  z.object({ type: z.literal('SessionDied'), session: z.string() }),
  /** Told by a ticket at the begin and the end of a holding, and for what it used in between. */
  z.object({
    type: z.literal('BudgetReserved'),
    ticket: z.string(),
    token: z.number(),
    service: z.string(),
    /** What the holding may use at most; where that is not limited, what its kind usually costs is set aside. */
    reserved: allowance,
    kind: ticketKind.optional(),
    session: z.string().optional(),
  }),
  z.object({
    type: z.literal('BudgetSpent'),
    ticket: z.string(),
    token: z.number(),
    service: z.string(),
    /** What was used since the last time. Null: unknown. */
    spent: usage,
    /** The holding is over: what was set aside for it is free again. */
    over: z.boolean(),
    kind: ticketKind.optional(),
    session: z.string().optional(),
  }),
  /** The local day that is now, and when it ends: what a day may cost is counted anew. */
  z.object({ type: z.literal('DayBegan'), day: z.string(), endsAt: z.number() }),
  /** The settings of the home changed: they apply from here on. */
  z.object({ type: z.literal('LineSettingsChanged'), settings }),
  z.object({ type: z.literal('TimerFired'), timer: z.string() }),
]);
export type LineEvent = z.infer<typeof lineEvent>;
