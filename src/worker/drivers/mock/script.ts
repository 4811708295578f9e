import { z } from 'zod';

const text = z.string();
const count = z.number().int().min(0);

/** One thing the scripted agent does. */
const step = z.discriminatedUnion('do', [
  /** The ticket itself, by the reference driver: a plan, tool calls, messages, usage with a made-up price. */
  z.strictObject({ do: z.literal('work') }),
  z.strictObject({ do: z.literal('say'), text }),
  z.strictObject({ do: z.literal('think'), text }),
  z.strictObject({ do: z.literal('plan'), entries: z.array(text), done: count }),
  z.strictObject({
    do: z.literal('tool'),
    title: text,
    kind: text,
    ends: z.enum(['completed', 'failed', 'never']),
  }),
  z.strictObject({ do: z.literal('usage'), usd: z.number().nullable(), tokens: count.nullable() }),
  z.strictObject({ do: z.literal('write'), path: text, text }),
  z.strictObject({ do: z.literal('link'), path: text, to: text }),
  /** The writing, and the reading, through the client: ACP only. */
  z.strictObject({ do: z.literal('clientWrite'), path: text, text }),
  z.strictObject({ do: z.literal('clientRead'), path: text }),
  /** Asks leave, and says what was answered: ACP only. */
  z.strictObject({ do: z.literal('askLeave'), title: text, kind: text, options: z.array(text) }),
  /** Asks for a word by a form, and says what was answered: ACP only. */
  z.strictObject({ do: z.literal('askForm'), message: text, options: z.array(text) }),
  z.strictObject({ do: z.literal('tellUnknown') }),
  /** Says which session it is in, whether it was taken up again, and whose tools it was given. */
  z.strictObject({ do: z.literal('tellSession') }),
  z.strictObject({ do: z.literal('garbage'), lines: count }),
  z.strictObject({ do: z.literal('longLine'), bytes: count }),
  z.strictObject({ do: z.literal('flood'), lines: count }),
  /** Starts a process that does not listen to TERM, in a session of its own, and leaves it behind. */
  z.strictObject({ do: z.literal('child'), word: text }),
  /** Never goes on. `deaf`: neither for being cancelled nor for TERM. */
  z.strictObject({ do: z.literal('silence'), deaf: z.boolean() }),
  z.strictObject({ do: z.literal('cannot'), clauses: z.array(text) }),
  z.strictObject({ do: z.literal('contradiction'), clauses: z.array(text) }),
  z.strictObject({ do: z.literal('fail'), message: text, code: z.number().int().optional() }),
  z.strictObject({ do: z.literal('stop'), reason: text }),
  z.strictObject({ do: z.literal('exit'), code: count, stderr: text }),
]);
export type Step = z.infer<typeof step>;

/** What a scripted agent is like: how it greets, what it can, and what it does with a ticket. */
export const mockScript = z.strictObject({
  /** ACP only. `mute`: it never answers. `dies`: it ends at once.  */
  greeting: z.enum(['well', 'mute', 'dies', 'other-version', 'nonsense']).default('well'),
  /** ACP only: how it can take up an earlier session. */
  resumes: z.enum(['resume', 'load', 'not']).default('resume'),
  takesMcp: z.boolean().default(true),
  isLoggedIn: z.boolean().default(true),
  steps: z.array(step),
});
export type MockScript = z.infer<typeof mockScript>;
