import { z } from 'zod';

/** `GET /api/heartbeats`: how long ago each session was heard of, milliseconds; those that never were in this run are left out. */
export const heartbeatsResponse = z.object({
  heard: z.array(z.object({ session: z.string(), agoMs: z.number() })),
});

const sessionEntry = z.object({
  seq: z.number(),
  at: z.number(),
  /** What became of a holding, or of the session itself. */
  what: z.enum([
    ...(['taken', 'submitted', 'done', 'failed', 'released', 'expired', 'declined', 'cancelled'] as const),
    ...(['rejected', 'overspent', 'registered', 'silent', 'returned', 'drained', 'resumed', 'left'] as const),
  ]),
  ticket: z.string().optional(),
  kind: z.string().optional(),
  /** By name; its id where nobody knows it any more. */
  service: z.string().optional(),
  durationMs: z.number().optional(),
  usd: z.number().optional(),
  tokens: z.number().optional(),
  reason: z.string().optional(),
});
export type SessionEntry = z.infer<typeof sessionEntry>;

export const sessionHistoryQuery = z.strictObject({
  /** Only older than this sequence number. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `GET /api/sessions/:name/history`: what a session had in hands and what became of it, newest first. */
export const sessionHistoryResponse = z.object({
  entries: z.array(sessionEntry),
  /** To be asked with `before`; null: that was all. */
  next: z.number().nullable(),
});
