import { join } from 'node:path';
import type { HeartbeatResponse } from '../contracts/sessions.ts';
import type { UsageReport } from '../contracts/usage.ts';
import { messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import type { Delivery } from '../work-queue/work-queue.port.ts';
import { ApiFailure } from './api-failure.ts';
import { fullDisk } from './disk-room.ts';
import { driveTicket } from './drive-ticket.ts';
import type { Driver, DriverOutcome, TicketBrief } from './driver.port.ts';
import { type HandInDeps, handIn } from './hand-in.ts';
import type { KeptRecords } from './kept-records.ts';
import type { KeptRun } from './kept-runs.ts';
import { createOpenQuestions } from './open-questions.ts';
import { untilAnswered } from './retry.ts';
import type { SessionLink } from './session-link.ts';
import type { StallLimits } from './stall-watch.ts';
import type { Workspaces } from './worker-options.ts';

export type TicketRunDeps = HandInDeps & {
  readonly link: SessionLink;
  readonly driver: Driver;
  readonly workspaces: Workspaces;
  /** Where workspaces are made. */
  readonly directory: string;
  readonly kept: KeptRecords<KeptRun>;
  readonly stall: StallLimits;
  /** Whose limits the session shares, where that is known. */
  readonly account: string | undefined;
  /** The coordinator, as this worker reaches it. */
  readonly url: string;
  /** Ends when the worker gives up on the coordinator altogether. */
  readonly lifetime: AbortSignal;
};

/** One ticket in the hands of this worker. */
export type TicketRun = {
  readonly ticket: string;
  readonly token: number;
  /** Claimed and not over: to be named in the beats. */
  holds(): boolean;
  /** What it has used so far; undefined before it began. */
  usage(): UsageReport | undefined;
  /** Answers that a beat brought. */
  hear(answers: HeartbeatResponse['answers']): void;
  /** Its agent said to the coordinator that it is done. */
  finish(summary: string): void;
  /** The work is not wanted any more; `giveBack` tells the coordinator so. A result that is being handed in is left to it. */
  stop(reason: string, giveBack: boolean): void;
  /** Resolves when the ticket was claimed, or will not be. */
  readonly begun: Promise<void>;
  readonly done: Promise<void>;
};

/** The name of a holding's workspace, and what the names of everything beside it begin with. */
export function workspaceName({ ticket, token }: Delivery): string {
  return `${encodeURIComponent(ticket)}-${token}`;
}

/**
 * Claims a ticket and works on it until it is handed in, given back or not wanted. With `resume`, the agent's session of
 * a former run of this holding is taken up again where it stopped. `done` never rejects.
 */
export function startTicketRun(deps: TicketRunDeps, delivery: Delivery, resume?: string): TicketRun {
  const { ticket, token } = delivery;
  const { api, link, lifetime, kept } = deps;
  const log = deps.log.child({ ticket, lease: token });
  const stopping = new AbortController();
  const directory = join(deps.directory, workspaceName(delivery));
  const questions = createOpenQuestions();
  let claimed = false;
  let giveBack: string | undefined;
  let usage: (() => UsageReport) | undefined;
  /** Aborts the waiting between tries to hand in; a try under way ends by itself. */
  let handing: AbortController | undefined;
  let begin: () => void = () => undefined;
  let finish: (summary: string) => void = () => undefined;
  const said = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });

  const persist = <T>(call: (bearer: string) => Promise<T>): Promise<T> =>
    untilAnswered(() => link.as(call), AbortSignal.any([lifetime, stopping.signal]));

  const conclude = async (what: string, body: object): Promise<void> => {
    await untilAnswered(
      () => link.as((bearer) => api.say(bearer, ticket, what, { token, ...body })),
      lifetime,
    );
  };

  /** A signal: what cannot be said now is not said. */
  const mention = async (what: string, body: object): Promise<void> => {
    await link.as((bearer) => api.say(bearer, ticket, what, { token, ...body })).catch(() => undefined);
  };

  const work = async (): Promise<void> => {
    const brief = await persist((bearer) => api.claim(bearer, ticket, token));
    claimed = true;
    await kept.put({ ticket, token, resume: resume ?? null }).catch(() => undefined);
    begin();
    faultPoint('worker.claimed');
    log.info({ kind: brief.kind, service: brief.service, attempt: brief.attempt }, 'claimed');
    const driven = driveTicket(
      { ...deps, log, questions, persist, said, signal: stopping.signal },
      { brief, directory, resume },
    );
    usage = driven.usage;
    const outcome = await driven.outcome;
    if (stopping.signal.aborted) return;
    faultPoint('worker.driven');
    log.info({ outcome: outcome.type }, 'the driver is done');
    await mention('usage', { usage: driven.usage() });
    await report(brief, outcome);
  };

  const report = async (brief: TicketBrief, outcome: DriverOutcome): Promise<void> => {
    switch (outcome.type) {
      case 'submitted': {
        const message = `${brief.kind} of ${brief.service}: ${outcome.summary || 'no summary'}`;
        const only = [brief.kind === 'write-spec' ? 'SPEC.md' : 'BUILD/'];
        const { leftOut, ...made } = await deps.workspaces.commit(directory, message, only);
        const strays = leftOut.filter((path) => !brief.guidance?.some((file) => file.path === path));
        if (strays.length > 0) {
          const line = `Left out of what is handed in, since it is outside ${only.join()}: ${strays.join(', ')}`;
          await mention('log', { lines: [line.slice(0, 4_000)] });
        }
        const submission = { ticket, token, ...made, workspace: directory };
        await deps.pending.add(submission);
        faultPoint('worker.kept');
        handing = new AbortController();
        return handIn(deps, submission, (call) => link.as(call), AbortSignal.any([lifetime, handing.signal]));
      }
      case 'cannot':
      case 'contradiction': {
        const clauses = outcome.clauses.slice(0, 100).map((clause) => clause.slice(0, 2_000));
        return conclude(outcome.type, { clauses: clauses.length > 0 ? clauses : ['it did not say why'] });
      }
      case 'failed': {
        const reason = outcome.reason.slice(0, 10_000);
        if (outcome.class !== 'provider') return conclude('fail', { class: outcome.class, reason });
        const { resetsAt } = outcome;
        return conclude('fail', {
          ...{ class: outcome.class, reason },
          ...(deps.account === undefined ? {} : { account: deps.account }),
          ...(resetsAt === undefined ? {} : { resetsAt }),
        });
      }
    }
  };

  const run = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      await troubled(error);
    } finally {
      claimed = false;
      begin();
    }
    // Work that failed is kept for people to look at; work that nobody wants any more shows them nothing.
    if (stopping.signal.aborted && !handing) await deps.workspaces.remove(directory).catch(() => undefined);
    if (giveBack !== undefined) await conclude('release', { reason: giveBack }).catch(() => undefined);
    await kept.drop(delivery).catch(() => undefined);
  };

  const troubled = async (error: unknown): Promise<void> => {
    if (stopping.signal.aborted || lifetime.aborted) return;
    if (error instanceof ApiFailure) {
      // Assigned again, cancelled or taken back meanwhile: that is everyday, and the work is dropped.
      log.info({ code: error.code, error: error.message }, 'the ticket is not this worker’s any more');
      return;
    }
    log.error({ error: messageOf(error) }, 'the ticket could not be worked on');
    const reason = (await fullDisk(deps.directory, error)) ?? messageOf(error).slice(0, 10_000);
    await conclude('fail', { class: 'environment', reason }).catch(() => undefined);
  };

  return {
    ticket,
    token,
    begun,
    holds: () => claimed,
    usage: () => usage?.(),
    finish: (summary) => finish(summary),
    hear: (answers) => questions.hear(answers.filter((answer) => answer.ticket === ticket)),
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
