import { z } from 'zod';
import { buildView } from './board.ts';

/** One of several builds, with its number in the order they were asked for. */
const numberedBuild = buildView.extend({
  n: z.number(),
  /** Made from the best of the others. */
  merged: z.boolean(),
});
export type NumberedBuild = z.infer<typeof numberedBuild>;

/** `GET /api/services/:name/builds`: the builds that were last made side by side. */
export const buildsResponse = z.object({
  service: z.string(),
  /** The change they are builds of; null where none was ever built more than once. */
  change: z.number().nullable(),
  /** How often the next spec is built. */
  redundancy: z.number(),
  state: z.enum(['none', 'open', 'chosen', 'empty', 'dropped']),
  /** From then on those that nobody can take, or judge, are awaited no longer; epoch milliseconds. */
  waitsUntil: z.number().nullable(),
  /** Why the one that was kept was kept. */
  choice: z.string().nullable(),
  /** The order of those that were handed in, the best first, each with what sets it before the next. */
  ranking: z.array(z.string()),
  builds: z.array(numberedBuild),
});
export type BuildsResponse = z.infer<typeof buildsResponse>;

/** `GET /api/services/:name/builds/:n`: what one of them is made of. */
export const buildResponse = z.object({
  service: z.string(),
  build: numberedBuild,
  files: z.array(z.string()),
  /** What it is compared with, and the commit; null: with nothing. */
  against: z.object({ name: z.string(), commit: z.string() }).nullable(),
  diff: z.string(),
  /** The diff is longer than what is shown. */
  cut: z.boolean(),
});
export type BuildResponse = z.infer<typeof buildResponse>;
