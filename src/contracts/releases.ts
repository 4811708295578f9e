import { z } from 'zod';

/** A span in which a release served. */
const served = z.object({
  from: z.number(),
  /** Null: it serves now. */
  to: z.number().nullable(),
  /** Why it ended, in one sentence without its full stop. */
  ended: z.string().nullable(),
});

export const releaseView = z.object({
  id: z.string(),
  /** When it was begun. */
  at: z.number(),
  version: z.string().nullable(),
  /** Null for old releases of which the journal alone is left. */
  commit: z.string().nullable(),
  digest: z.string().nullable(),
  change: z.number().nullable(),
  /** The record it was deployed under. */
  record: z.string().nullable(),
  /**
   * `proving`: on its way · `serving` · `kept`: its files are here to go back to · `held`: it failed in
   * production, or people went back from it, and is not deployed again by itself · `failed`: it never served · `gone`: its files were removed.
   */
  state: z.enum(['proving', 'serving', 'kept', 'held', 'failed', 'gone']),
  /** Why it is in that state, where there is more to say. */
  reason: z.string().nullable(),
  /** The oldest first. */
  served: z.array(served),
  /** Milliseconds in which it served, and the share of them in which it was healthy (0–1); null where it never served. */
  servedMs: z.number(),
  healthy: z.number().nullable(),
});
export type ReleaseView = z.infer<typeof releaseView>;

/** `GET /api/services/:name/releases`, the newest first. */
export const releasesResponse = z.object({
  service: z.string(),
  /** Where what serves is reached; null while nothing does. */
  url: z.string().nullable(),
  releases: z.array(releaseView),
});
export type ReleasesResponse = z.infer<typeof releasesResponse>;
