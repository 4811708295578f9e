import { faultPoint } from '../fault-points.ts';
import type { Log } from '../log.ts';
import { ApiFailure, isRefusal } from './api-failure.ts';
import type { CoordinatorApi } from './coordinator-api.ts';
import type { PendingSubmission, PendingSubmissions } from './pending-submissions.ts';
import { untilAnswered } from './retry.ts';
import type { Workspaces } from './worker-options.ts';

export type HandInDeps = {
  readonly api: CoordinatorApi;
  readonly pending: PendingSubmissions;
  readonly workspaces: Pick<Workspaces, 'remove'>;
  readonly log: Log;
};

/** How a bearer is had for a call: the session's own, or a former run's. */
export type As = <T>(call: (bearer: string) => Promise<T>) => Promise<T>;

/**
 * Hands a kept result in, for as long as it takes. Accepted: its workspace goes too. Refused or stale: the work is
 * dropped, and said so. Rejects, with the result still kept, when the signal aborts or the bearer is nobody's.
 */
export async function handIn(
  deps: HandInDeps,
  submission: PendingSubmission,
  as: As,
  signal: AbortSignal,
): Promise<void> {
  const { api, pending, workspaces, log } = deps;
  const { ticket, token, commit, bundle } = submission;
  const say = (error: unknown) =>
    log.warn({ ticket, error: String(error) }, 'cannot submit yet; the result is kept');
  faultPoint('worker.submit.before');
  try {
    await untilAnswered(() => as((bearer) => api.submit(bearer, ticket, token, commit, bundle)), signal, say);
    faultPoint('worker.submit.answered');
    log.info({ ticket, token, commit }, 'submitted');
    await workspaces.remove(submission.workspace);
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.passing || isRefusal(error, 401)) throw error;
    log.warn(
      { ticket, token, code: error.code, error: error.message },
      'the submission is not wanted; dropping it',
    );
    await workspaces.remove(submission.workspace);
  }
  await pending.settle(submission);
  faultPoint('worker.submit.settled');
}
