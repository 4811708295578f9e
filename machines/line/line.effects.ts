import { z } from 'zod';

/** What the line asks for. Timers alone: `breaker`, `account:<name>` and `day`, kept by the same commit. */
export const lineEffect = z.discriminatedUnion('type', [
  z.object({ type: z.literal('startTimer'), timer: z.string(), afterMs: z.number() }),
  z.object({ type: z.literal('cancelTimer'), timer: z.string() }),
]);
export type LineEffect = z.infer<typeof lineEffect>;
