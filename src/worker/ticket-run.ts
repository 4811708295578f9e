import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import type { Delivery } from '../work-queue/work-queue.port.ts';
import { ApiFailure } from './api-failure.ts';
import type { Driver, DriverOutcome, TicketBrief } from './driver.port.ts';
import { type HandInDeps, handIn } from './hand-in.ts';
import { createReports } from './report-batcher.ts';
import { untilAnswered } from './retry.ts';
import type { SessionLink } from './session-link.ts';
import type { Workspaces } from './worker-options.ts';

export type TicketRunDeps = HandInDeps & {
  readonly link: SessionLink;
  readonly driver: Driver;
  readonly workspaces: Workspaces;
  /** Where workspaces are made. */
  readonly directory: string;
  /** Ends when the worker gives up on the coordinator altogether. */
  readonly lifetime: AbortSignal;
};

/** One ticket in the hands of this worker. */
export type TicketRun = {
  readonly ticket: string;
  readonly token: number;
  /** Claimed and not over: to be named in the beats. */
  holds(): boolean;
  /** The work is not wanted any more; `giveBack` tells the coordinator so. A result that is being handed in is left to it. */
  stop(reason: string, giveBack: boolean): void;
  readonly done: Promise<void>;
};

/** The name of a holding's workspace, and what the names of everything beside it begin with. */
export function workspaceName({ ticket, token }: Delivery): string {
  return `${encodeURIComponent(ticket)}-${token}`;
}

/** Claims a ticket and works on it until it is handed in, given back or not wanted. `done` never rejects. */
export function startTicketRun(deps: TicketRunDeps, { ticket, token }: Delivery): TicketRun {
  const { api, link, lifetime } = deps;
  const log = deps.log.child({ ticket, lease: token });
  const stopping = new AbortController();
  const directory = join(deps.directory, workspaceName({ ticket, token }));
  let claimed = false;
  let giveBack: string | undefined;
  /** Aborts the waiting between tries to hand in; a try under way ends by itself. */
  let handing: AbortController | undefined;

  const persist = <T>(call: (bearer: string) => Promise<T>): Promise<T> =>
    untilAnswered(() => link.as(call), AbortSignal.any([lifetime, stopping.signal]));

  const conclude = async (what: string, body: object): Promise<void> => {
    await untilAnswered(
      () => link.as((bearer) => api.say(bearer, ticket, what, { token, ...body })),
      lifetime,
    );
  };

  const work = async (): Promise<void> => {
    const brief = await persist((bearer) => api.claim(bearer, ticket, token));
    claimed = true;
    faultPoint('worker.claimed');
    log.info({ kind: brief.kind, service: brief.service, attempt: brief.attempt }, 'claimed');
    const outcome = await drive(brief, directory);
    if (stopping.signal.aborted) return;
    faultPoint('worker.driven');
    log.info({ outcome: outcome.type }, 'the driver is done');
    await report(brief, directory, outcome);
  };

  const drive = async (brief: TicketBrief, directory: string): Promise<DriverOutcome> => {
    try {
      await prepare(brief, directory);
    } catch (error) {
      if (error instanceof ApiFailure) throw error;
      const reason = `the workspace could not be made: ${messageOf(error)}`;
      return { type: 'failed', class: 'environment', reason };
    }
    faultPoint('worker.prepared');
    const reports = createReports({
      progress: (percent, text) =>
        link.as((bearer) => api.say(bearer, ticket, 'progress', { token, percent, text })),
      log: (lines) => link.as((bearer) => api.say(bearer, ticket, 'log', { token, lines })),
    });
    try {
      return await deps.driver.run({
        brief,
        workspace: directory,
        events: reports,
        signal: stopping.signal,
      });
    } catch (error) {
      log.error({ error: messageOf(error) }, 'the driver broke');
      return { type: 'failed', class: 'work', reason: `the driver broke: ${messageOf(error)}` };
    } finally {
      await reports.close();
    }
  };

  const prepare = async (brief: TicketBrief, directory: string): Promise<void> => {
    const bundle = `${directory}.base.bundle`;
    await mkdir(deps.directory, { recursive: true, mode: 0o700 });
    await deps.workspaces.remove(directory);
    try {
      await persist((bearer) => api.download(bearer, ticket, token, bundle));
      await deps.workspaces.create(bundle, brief.base, directory);
    } finally {
      await rm(bundle, { force: true });
    }
  };

  const report = async (brief: TicketBrief, directory: string, outcome: DriverOutcome): Promise<void> => {
    switch (outcome.type) {
      case 'submitted': {
        const message = `${brief.kind} of ${brief.service}: ${outcome.summary || 'no summary'}`;
        const made = await deps.workspaces.commit(directory, message);
        const submission = { ticket, token, ...made, workspace: directory };
        await deps.pending.add(submission);
        faultPoint('worker.kept');
        handing = new AbortController();
        return handIn(deps, submission, (call) => link.as(call), AbortSignal.any([lifetime, handing.signal]));
      }
      case 'cannot':
      case 'contradiction':
        return conclude(outcome.type, { clauses: outcome.clauses.map((clause) => clause.slice(0, 2_000)) });
      case 'failed':
        return conclude('fail', { class: outcome.class, reason: outcome.reason.slice(0, 10_000) });
    }
  };

  const run = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      await troubled(error);
    } finally {
      claimed = false;
    }
    // Work that failed is kept for people to look at; work that nobody wants any more shows them nothing.
    if (stopping.signal.aborted && !handing) await deps.workspaces.remove(directory).catch(() => undefined);
    if (giveBack !== undefined) await conclude('release', { reason: giveBack }).catch(() => undefined);
  };

  const troubled = async (error: unknown): Promise<void> => {
    if (stopping.signal.aborted || lifetime.aborted) return;
    if (error instanceof ApiFailure) {
      // Assigned again, cancelled or taken back meanwhile: that is everyday, and the work is dropped.
      log.info({ code: error.code, error: error.message }, 'the ticket is not this worker’s any more');
      return;
    }
    log.error({ error: messageOf(error) }, 'the ticket could not be worked on');
    await conclude('fail', { class: 'environment', reason: messageOf(error).slice(0, 10_000) }).catch(
      () => undefined,
    );
  };

  return {
    ticket,
    token,
    holds: () => claimed,
    stop(reason, back) {
      if (stopping.signal.aborted) return;
      log.info({ reason }, 'stopping work');
      if (back && handing) handing.abort(new Error(reason));
      else if (back) giveBack = reason;
      stopping.abort(new Error(reason));
    },
    done: run(),
  };
}
