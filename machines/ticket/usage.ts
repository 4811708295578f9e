import { z } from 'zod';

/**
 * What work has cost, as its agent says: totals, never differences. Null is unknown, which is shown as unknown and never
 * counts as zero.
 */
export const usage = z.object({
  usd: z.number().min(0).nullable(),
  /** Input and output tokens together. */
  tokens: z.number().min(0).nullable(),
  /** Milliseconds since the work began. */
  ms: z.number().min(0),
});
export type Usage = z.infer<typeof usage>;

/** What a holding may use at most; null: no limit. */
export const allowance = z.object({
  usd: z.number().min(0).nullable(),
  tokens: z.number().min(0).nullable(),
  ms: z.number().min(0).nullable(),
});
export type Allowance = z.infer<typeof allowance>;
