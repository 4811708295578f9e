import { z } from 'zod';
import { createKeptRecords, type KeptRecords } from './kept-records.ts';

const keptRun = z.object({
  ticket: z.string(),
  token: z.number(),
  /** The agent's own session, where it can take that up again. */
  resume: z.string().nullable(),
});
export type KeptRun = z.infer<typeof keptRun>;

/** What a worker has in hand, so that its next run knows what to take up again and what to give back. */
export function createKeptRuns(directory: string): KeptRecords<KeptRun> {
  return createKeptRecords(directory, keptRun);
}
