import { z } from 'zod';

/** What work has cost so far, as its agent says: totals of one holding. Null: unknown, never zero. */
export const usageReport = z.strictObject({
  usd: z.number().min(0).nullable(),
  tokens: z.number().min(0).nullable(),
  ms: z.number().min(0),
});
export type UsageReport = z.infer<typeof usageReport>;
