import { z } from 'zod';

/** Milliseconds; null: nothing to measure yet. */
const span = z.number().nullable();

/** Spans of the changes that shipped in a stretch of time. */
const spread = z.object({
  /** How many it is of. */
  of: z.number(),
  median: span,
  p85: span,
  p95: span,
});
export type Spread = z.infer<typeof spread>;

/** One of something out of so many; the share is null while there are none. */
const share = z.object({ share: z.number().nullable(), count: z.number(), of: z.number() });

/** Groups of the State of DevOps report 2023; null while there is too little to say. */
const band = z.enum(['elite', 'high', 'medium', 'low']).nullable();
export type Band = z.infer<typeof band>;

/** A change that shipped. */
const shippedChange = z.object({
  service: z.string(),
  change: z.number(),
  cause: z.enum(['spec', 'incident', 'hand-edit', 'adoption']).nullable(),
  /** Epoch milliseconds. */
  shippedAt: z.number(),
  /** From its start to serving. */
  ms: z.number(),
  firstPass: z.boolean(),
});
export type ShippedChange = z.infer<typeof shippedChange>;

const perDay = z.object({
  /** Local, `2026-11-21`. */
  day: z.string(),
  shipped: z.number(),
  /** Changes that ended without shipping: something newer took their place. */
  dropped: z.number(),
  assigned: z.number(),
  /** What sessions said they used; null where none said it. */
  usd: z.number().nullable(),
  tokens: z.number().nullable(),
  /** Holdings that ended without saying their money. */
  unknown: z.number(),
  /** Services in each column at the end of the day; of today: now. */
  columns: z.object({ SPEC: z.number(), BUILD: z.number(), TEST: z.number(), PRODUCTION: z.number() }),
});
export type FiguresDay = z.infer<typeof perDay>;

export const lineFiguresQuery = z.strictObject({
  /** So many local days, today the last of them. */
  days: z.coerce.number().int().min(1).max(365).default(28),
});

/** `GET /api/metrics/line?days=28`: how the line flows, computed from the log alone. Each word is defined in docs/figures.md. */
export const lineFigures = z.object({
  at: z.number(),
  days: z.number(),
  /** Where the window begins, epoch milliseconds. */
  from: z.number(),
  /** The first event the figures know; null: none. */
  since: z.number().nullable(),
  /** While the log is still being read after a start: how far; null: all of it is in. */
  reading: z.object({ done: z.number(), of: z.number() }).nullable(),
  cycle: z.object({
    window: spread,
    week: spread,
    weekBefore: spread,
    /** Median of this week against that of the week before, in percent; negative is faster. */
    trend: z.number().nullable(),
  }),
  points: z.array(shippedChange),
  /** Of the window's changes so many are too long ago to be kept singly. */
  pointsLeftOut: z.number(),
  assignedToday: z.number(),
  /** Services that got a release in the last seven days, today included. */
  deployedThisWeek: z.number(),
  firstPass: share,
  flow: z.object({ share: z.number().nullable(), of: z.number(), workedMs: z.number(), allMs: z.number() }),
  cost: z.object({
    usd: z.number().nullable(),
    tokens: z.number().nullable(),
    unknown: z.number(),
    /** Median of the shipped changes whose every holding said its money. */
    perChange: z.number().nullable(),
    changesKnown: z.number(),
    changesUnknown: z.number(),
  }),
  perDay: z.array(perDay),
  dora: z.object({
    deployments: z.object({ perDay: z.number().nullable(), count: z.number(), days: z.number(), band }),
    leadTime: z.object({ median: span, of: z.number(), band }),
    failures: share.extend({ band }),
    restore: z.object({
      median: span,
      of: z.number(),
      /** Services that are not well now. */
      open: z.number(),
      band,
    }),
  }),
});
export type LineFigures = z.infer<typeof lineFigures>;
