import { z } from 'zod';

/** What a session asks of the shell: only to tell the line, in the same commit. */
export const sessionEffect = z.discriminatedUnion('type', [
  z.object({ type: z.literal('tellLine'), event: z.record(z.string(), z.unknown()) }),
]);
export type SessionEffect = z.infer<typeof sessionEffect>;
