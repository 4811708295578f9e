import { isWaiting, openContest } from './service/contest.ts';
import { canBeSentBack, isReleaseUnderWay, needsApproval, rollbackTargets } from './service/facts.ts';
import type { ServiceContext } from './service/service.context.ts';
import type { ServiceEvent } from './service/service.events.ts';
import { type Snapshot, stateOf, step } from './step.ts';

export type OfferedAct =
  | 'pause'
  | 'resume'
  | 'retry'
  | 'assign'
  | 'prioritise'
  | 'approve'
  | 'send-back'
  | 'roll-back'
  | 'edit-spec'
  | 'retire';

/** Whether an act would do something now; where not, why, in one sentence. */
export type Offered = { readonly act: OfferedAct; readonly allowed: boolean; readonly why: string | null };

type Asked = { readonly context: ServiceContext; readonly line: string };

/**
 * What people may do to this service now. Acts that are events are tried on the machine itself, so what is offered is
 * what it would not ignore; the sentences alone are told from here.
 */
export function offersOf(snapshot: Snapshot<'service'>): Offered[] {
  const state = stateOf(snapshot);
  const asked = { context: snapshot.context, line: 'line' in state ? state.line : '' };
  const takes = (event: ServiceEvent) =>
    !step('service', snapshot, event, { at: snapshot.context.since, ref: 'offer' }).ignored;
  return [
    offered('pause', takes({ type: 'ServicePaused' }), () => 'It is paused already.'),
    offered('resume', takes({ type: 'ServiceResumed' }), () => 'It is not paused.'),
    offered('retry', takes({ type: 'ServiceRetried' }), () => whyNoRetry(asked)),
    offered('assign', whyNotAssigned(asked) === null, () => whyNotAssigned(asked) ?? ''),
    offered('prioritise', !isRetired(asked.context), () => retired),
    offered('approve', takes(approval(asked.context)), () => whyNotApproved(asked)),
    offered('send-back', takes({ type: 'WorkSentBack', note: 'note', by: 'offer' }), () =>
      whyNotSentBack(asked),
    ),
    offered('roll-back', takes(rollback(asked.context)), () => whyNotRolledBack(asked)),
    offered('edit-spec', !isRetired(asked.context), () => retired),
    offered('retire', takes({ type: 'ServiceRetired' }), () => retired),
  ];
}

const retired = 'It is retired.';

function offered(act: OfferedAct, allowed: boolean, why: () => string): Offered {
  return { act, allowed, why: allowed ? null : why() };
}

function approval({ change }: ServiceContext): ServiceEvent {
  return { type: 'ReleaseApproved', change: change?.n ?? 0, by: 'offer' };
}

function rollback(context: ServiceContext): ServiceEvent {
  const [to] = rollbackTargets(context);
  const from = context.live.release?.id ?? '';
  return { type: 'RollbackAsked', from, to: to?.id ?? '', reason: 'offer', by: 'offer' };
}

function isRetired({ block }: ServiceContext): boolean {
  return block?.code === 'retired';
}

function whyNoRetry({ context, line }: Asked): string {
  if (isRetired(context)) return retired;
  if (line === 'blocked') return 'Trying again would change nothing; the ways out are said with the reason.';
  if (line === 'shipped') return 'It is in production, and nothing of it failed.';
  return 'It has not stopped: there is nothing to try again.';
}

function whyNotAssigned({ context }: Asked): string | null {
  const { ticket } = context;
  const waits = openContest(context)?.entries.some(isWaiting) === true;
  const isOpen = ticket !== null && ticket.session === null && context.verification === null;
  if (!waits && !isOpen) {
    if (ticket?.session != null && context.verification === null) return `${ticket.session} has its ticket.`;
    if (ticket !== null) return 'What was handed in is being judged.';
    return 'No ticket of it is open.';
  }
  return context.paused ? 'It is paused: nothing is assigned before it is resumed.' : null;
}

function whyNotApproved({ context, line }: Asked): string {
  const { change, live } = context;
  if (line !== 'release.awaiting' || !change) {
    return isReleaseUnderWay(context)
      ? 'Its release is on the way to production already.'
      : 'No verified change of it waits for production.';
  }
  if (!needsApproval(context)) {
    return change.approved ? `${change.approved.by} approved it already.` : 'It needs no approval.';
  }
  if (live.rung === 'rollingBack') return 'A rollback is under way; it is asked again after that.';
  return 'Its directory is gone; it is asked again once that is back.';
}

function whyNotSentBack({ context, line }: Asked): string {
  const { change, ticket, verification } = context;
  if (isRetired(context)) return retired;
  if (ticket?.session != null && verification === null) return `${ticket.session} is at work on it.`;
  if (verification !== null || openContest(context)) return 'What was handed in is being judged.';
  if (isReleaseUnderWay(context)) return 'Its release is on the way to production; that settles first.';
  if (line === 'shipped' || change?.shippedAt != null) {
    return 'It is in production: edit SPEC.md, or roll it back.';
  }
  if (!canBeSentBack(context)) return 'Nothing was handed in that could be sent back.';
  return 'Work on it is asked for already.';
}

function whyNotRolledBack({ context }: Asked): string {
  if (context.live.release === null) return 'Nothing of it serves.';
  if (rollbackTargets(context).length === 0) return 'No other release of it is kept.';
  if (context.live.rung === 'rollingBack') return 'A rollback is under way.';
  if (context.live.candidate !== null || isReleaseUnderWay(context)) {
    return 'A release is on its way to production; that settles first.';
  }
  if (context.live.rung !== null) return 'It is being restarted; that settles first.';
  return 'It is paused: nothing is switched before it is resumed.';
}
