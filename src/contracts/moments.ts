import { z } from 'zod';

/** An event of the journal, as far as it is needed to name a moment. */
const momentView = z.object({
  seq: z.number(),
  at: z.number(),
  type: z.string(),
  /** What it happened to: `service quotes`, `session s11`. */
  of: z.string(),
});
export type MomentView = z.infer<typeof momentView>;

/** `GET /api/moments?at=<epoch milliseconds>`: where that moment lies in the life of the home. */
export const momentsResponse = z.object({
  /** When the journal begins; null while it is empty. */
  first: z.number().nullable(),
  /** The last event until then. */
  here: momentView.nullable(),
  /** The last event before then, and the first one after. */
  earlier: momentView.nullable(),
  later: momentView.nullable(),
});
