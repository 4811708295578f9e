import { z } from 'zod';
import { costView, lineView } from './board.ts';

/** What one service, session, agent or kind of ticket has cost. */
const costRow = costView.extend({ name: z.string(), holdings: z.number() });
export type CostRow = z.infer<typeof costRow>;

export const costsQuery = z.strictObject({
  /** `today`: since midnight where Andon runs; `all`: since the home was made. */
  period: z.enum(['today', 'all']).default('today'),
  /** Only of this service, by name. */
  service: z.string().min(1).optional(),
});
export type CostsQuery = z.infer<typeof costsQuery>;

/**
 * `GET /api/costs`: what work has cost, as its sessions said. An amount that is null is unknown; `unknown` counts the
 * holdings that ended without saying their money, of which the sums know nothing. The dearest row is first.
 */
export const costsResponse = z.object({
  period: z.enum(['today', 'all']),
  /** The local day, `2026-11-21`; null before the first work. */
  day: z.string().nullable(),
  service: z.string().optional(),
  total: costView.extend({ holdings: z.number() }),
  services: z.array(costRow),
  sessions: z.array(costRow),
  agents: z.array(costRow),
  kinds: z.array(costRow),
  budget: lineView.shape.budget,
});
export type CostsResponse = z.infer<typeof costsResponse>;
