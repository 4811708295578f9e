import { z } from 'zod';
import { recordBrief } from './records.ts';

/** What was handed in for a service, or edited by hand, and what came of it. */
export const submissionView = z.object({
  /** Number of its event in the journal. */
  seq: z.number(),
  at: z.number(),
  commit: z.string(),
  kind: z.enum(['submission', 'hand-edit']),
  /** Kind of its ticket: `build`, `fix`, `write-tests`; null where that is not known any more. */
  work: z.string().nullable(),
  ticket: z.string().nullable(),
  token: z.number().nullable(),
  session: z.string().nullable(),
  change: z.number().nullable(),
  /** The commit the work started from; null: nothing, or not known any more. */
  parent: z.string().nullable(),
  /** Of the last gate that looked at it; null: none has given an answer yet. */
  verdict: recordBrief.shape.verdict.nullable(),
  /** Records of its gates, the newest first. */
  records: z.array(recordBrief),
  /** Releases that were made of it. */
  releases: z.array(z.string()),
  serves: z.boolean(),
});
export type SubmissionView = z.infer<typeof submissionView>;

/** `GET /api/services/:name/submissions`, the newest first. */
export const submissionsResponse = z.object({
  submissions: z.array(submissionView),
  /** There are older ones than these. */
  more: z.boolean(),
});
export type SubmissionsResponse = z.infer<typeof submissionsResponse>;

export const changedFile = z.object({
  path: z.string(),
  /** Its name before, where it was moved. */
  was: z.string().nullable(),
  status: z.enum(['added', 'deleted', 'modified', 'renamed']),
  /** Lines; null for what is not shown. */
  added: z.number().nullable(),
  removed: z.number().nullable(),
  /** Of the newer of both. */
  bytes: z.number(),
  /** Its hunks as a unified diff, text only. Null: it is not shown, `why` says why. */
  patch: z.string().nullable(),
  /** `large` and `more` are shown when they are asked for by their number. */
  why: z.enum(['binary', 'large', 'link', 'more']).nullable(),
});
export type ChangedFile = z.infer<typeof changedFile>;

export const diffQuery = z.object({
  /** A commit of the service, the beginning of one, or a release; `nothing` is allowed for `from`. */
  from: z.string().min(1).max(80).optional(),
  to: z.string().min(1).max(80).optional(),
  /** One file, by its place in the list: also where it is large. */
  file: z.coerce.number().int().min(0).optional(),
});

export type DiffQuery = z.infer<typeof diffQuery>;

const side = z.object({ commit: z.string(), name: z.string() });

/** `GET /api/services/:name/diff`. Without `to`: the newest that was handed in; without `from`: what that started from. */
export const diffResponse = z.object({
  /** Null: it is compared with nothing. */
  from: side.nullable(),
  to: side,
  files: z.array(changedFile),
  /** More files are different than are listed. */
  cut: z.boolean(),
});
export type DiffResponse = z.infer<typeof diffResponse>;
