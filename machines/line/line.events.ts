import { z } from 'zod';

/** What can happen to the line as a whole. */
export const lineEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('LinePaused') }),
  z.object({ type: z.literal('LineResumed') }),
]);
export type LineEvent = z.infer<typeof lineEvent>;
