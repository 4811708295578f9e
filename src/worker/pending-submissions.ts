import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { createKeptRecords } from './kept-records.ts';

const pending = z.object({
  ticket: z.string(),
  token: z.number(),
  commit: z.string(),
  bundle: z.string(),
  workspace: z.string(),
});
export type PendingSubmission = z.infer<typeof pending>;

/** Results that are done and not yet handed in, on disk: a worker that dies or finds nobody hands them in later. */
export type PendingSubmissions = {
  add(submission: PendingSubmission): Promise<void>;
  /** It was answered: accepted, or not wanted any more. */
  settle(submission: PendingSubmission): Promise<void>;
  all(): Promise<PendingSubmission[]>;
};

export function createPendingSubmissions(directory: string): PendingSubmissions {
  const records = createKeptRecords(directory, pending);
  return {
    add: records.put,
    async settle(submission) {
      await records.drop(submission);
      await rm(submission.bundle, { force: true });
    },
    all: records.all,
  };
}
