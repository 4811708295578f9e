import type { Log } from '../log.ts';
import type { CoordinatorApi } from './coordinator-api.ts';
import { type HandInDeps, handIn } from './hand-in.ts';
import type { KeptRecords } from './kept-records.ts';
import type { KeptRun } from './kept-runs.ts';
import type { KeptSession } from './kept-session.ts';
import type { SessionLink } from './session-link.ts';
import { workspaceName } from './ticket-run.ts';

export type TakeUpDeps = HandInDeps & {
  readonly api: CoordinatorApi;
  readonly link: SessionLink;
  readonly session: KeptSession;
  readonly runs: KeptRecords<KeptRun>;
  /** The workspace of a holding. */
  readonly placeOf: (name: string) => string;
  readonly resume: (run: KeptRun, agentSession: string) => void;
  readonly log: Log;
  readonly signal: AbortSignal;
};

/**
 * What a former run of this worker left: results are handed in, and work whose lease still lives goes on where its agent
 * can take it up again, and is given back where not. Resolves when the worker is registered, as that run or anew.
 */
export async function takeUp(deps: TakeUpDeps): Promise<void> {
  const { link, signal, log, pending } = deps;
  const handInKept = async (as: Parameters<typeof handIn>[2]): Promise<void> => {
    for (const submission of await pending.all()) await handIn(deps, submission, as, signal);
  };
  const done = await pending.all();
  const isDone = (run: KeptRun): boolean => done.some((one) => same(one, run));
  const former = deps.session.former();
  // Under the former run's token first: registering ends that run's leases, and its results would come too late.
  if (former) await handInKept((call) => call(former)).catch(() => undefined);
  if (signal.aborted) return;
  const left: KeptRun[] = [];
  for (const run of await deps.runs.all()) {
    if (isDone(run)) await deps.runs.drop(run);
    else left.push(run);
  }
  const answer = left.length > 0 ? await link.adopt(left) : undefined;
  if (signal.aborted) return;
  if (!answer) {
    await link.open();
    await handInKept((call) => link.as(call)).catch((error: unknown) =>
      log.warn({ error: String(error) }, 'a kept result could not be handed in'),
    );
  }
  for (const run of left) {
    const isOver = !answer || answer.over.some((one) => same(one, run));
    if (!isOver && run.resume !== null) deps.resume(run, run.resume);
    else await drop(deps, run, isOver);
  }
}

async function drop(
  { api, link, runs, workspaces, placeOf, log }: TakeUpDeps,
  run: KeptRun,
  isOver: boolean,
) {
  const { ticket, token } = run;
  log.info({ ticket, token, isOver }, 'the work of the former run is not taken up');
  await workspaces.remove(placeOf(workspaceName(run))).catch(() => undefined);
  await runs.drop(run).catch(() => undefined);
  if (isOver) return;
  const reason = 'The worker was restarted, and its agent cannot take up again what it had begun.';
  await link.as((bearer) => api.say(bearer, ticket, 'release', { token, reason })).catch(() => undefined);
}

function same(a: { ticket: string; token: number }, b: { ticket: string; token: number }): boolean {
  return a.ticket === b.ticket && a.token === b.token;
}
