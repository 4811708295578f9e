import { z } from 'zod';

const ticket = z.string();

/** What the figures read of the facts they look into; of all others the state after them is enough. */
const toldFact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TicketHeld'), ticket }),
  z.object({ type: z.literal('TicketReopened'), ticket }),
  z.object({ type: z.literal('TicketExhausted'), ticket }),
  z.object({ type: z.literal('VerificationFinished'), verdict: z.string() }),
  z.object({ type: z.literal('ReleaseFailed'), fault: z.string() }),
  z.object({ type: z.literal('SwitchFailed'), fault: z.string() }),
  z.object({ type: z.literal('ReleaseSwitched'), release: z.string() }),
  z.object({ type: z.literal('RollbackAsked'), from: z.string(), to: z.string() }),
  z.object({ type: z.literal('RolledBack'), to: z.string() }),
  z.object({ type: z.literal('TicketAssigned'), asked: z.boolean().optional() }),
  z.object({ type: z.literal('WorkFailed'), class: z.string() }),
  z.object({
    type: z.literal('BudgetSpent'),
    ticket,
    spent: z.object({ usd: z.number().nullable(), tokens: z.number().nullable() }),
    over: z.boolean(),
  }),
]);
export type ToldFact = z.infer<typeof toldFact>;

const types: ReadonlySet<string> = new Set(toldFact.options.map(({ shape }) => shape.type.value));

/** The fact with what the figures need of it; null for one that says nothing to them beside its state. */
export function toldFactOf(event: { readonly type: string }): ToldFact | null {
  if (!types.has(event.type)) return null;
  const parsed = toldFact.safeParse(event);
  return parsed.success ? parsed.data : null;
}
