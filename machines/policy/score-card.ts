import { z } from 'zod';

/** Why this session got this ticket: journaled with the assignment, and shown. */
export const scoreCard = z.object({
  score: z.number(),
  /** What the score is the sum of, by name: `success`, `speed`, `rest`, `free`, `affinity`, `cost`, `separation`. */
  parts: z.record(z.string(), z.number()),
  /** The next best, at most three. */
  runnersUp: z.array(z.object({ session: z.string(), score: z.number() })),
  /** Why others were left out, at most eight sentences. */
  leftOut: z.array(z.string()),
});
export type ScoreCard = z.infer<typeof scoreCard>;
