import { assertEvent } from 'xstate';
import type { TicketContext } from './ticket.context.ts';
import type { FailureClass } from './ticket.events.ts';
import { deed } from './ticket.setup.ts';
import { recall, tellHolder, tellOwner, withoutHolder } from './ticket.tell.ts';

/** What a ticket does. Each holding has its own token; whoever carries an older one is not heard. */
export const ticketDeeds = {
  watchDeadline: deed((context) => ({
    emit: [{ type: 'startTimer', timer: 'deadline', afterMs: context.deadlineMs }],
  })),

  forgetDeadline: deed(() => ({ emit: [{ type: 'cancelTimer', timer: 'deadline' }] })),

  extendDeadline: deed((context, event) => ({
    set: {
      dueAt: event.at + context.deadlineMs,
      note: `the deadline has passed, and was set again by ${Math.round(context.deadlineMs / 60_000)} minutes`,
    },
    emit: [{ type: 'startTimer', timer: 'deadline', afterMs: context.deadlineMs }],
  })),

  hold: deed((context, event) => {
    assertEvent(event, 'TicketAssigned');
    const token = context.token + 1;
    const held = { ...context, token, holder: event.session, assignedAt: event.at };
    return {
      set: {
        token,
        holder: event.session,
        assignedAt: event.at,
        started: false,
        since: event.at,
        note: null,
      },
      emit: [
        { type: 'deliver', ticket: context.id, token, session: event.session },
        tellOwner(context, { type: 'TicketHeld', token, session: event.session }),
        ...tellHolder(held, 'taken', event.at),
      ],
    };
  }),

  bar: deed((_context, event) => {
    assertEvent(event, 'TicketBarred');
    return { set: { barred: event.sessions } };
  }),

  noteStart: deed(() => ({ set: { started: true } })),

  takeSubmission: deed((context, event) => {
    assertEvent(event, 'SubmissionReceived');
    // A late submission comes from a session that no longer holds the ticket; it is its holder again from here.
    const last = context.history.at(-1);
    const held = {
      ...context,
      holder: event.session,
      assignedAt: context.assignedAt ?? last?.at ?? event.at,
      submittedAt: event.at,
    };
    return {
      set: {
        holder: held.holder,
        assignedAt: held.assignedAt,
        submittedAt: event.at,
        commit: event.commit,
        since: event.at,
        expiries: 0,
        note: null,
      },
      emit: [
        tellOwner(context, {
          type: 'TicketSubmitted',
          token: event.token,
          session: event.session,
          commit: event.commit,
        }),
        ...tellHolder(held, 'submitted', event.at),
      ],
    };
  }),

  handBack: deed((context, event) => {
    assertEvent(event, 'WorkReleased');
    return reopened(context, event.at, 'released', event.reason);
  }),

  handBackBlameless: deed((context, event) => {
    assertEvent(event, 'WorkFailed');
    return reopened(context, event.at, 'released', event.reason, { class: event.class });
  }),

  countFailure: deed((context, event) => {
    assertEvent(event, 'WorkFailed');
    const set = { failures: context.failures + 1, feedback: [event.reason] };
    return reopened(context, event.at, 'failed', event.reason, { class: 'work', set });
  }),

  exclude: deed((context, event) => {
    assertEvent(event, 'WorkDeclined');
    const reason = event.clauses.join('; ');
    const set = { excluded: [...context.excluded.filter((name) => name !== event.session), event.session] };
    return reopened(context, event.at, 'declined', reason, { set });
  }),

  expire: deed((context, event) => {
    const reason = lossOf(event.type);
    const set = { expiries: context.expiries + 1 };
    const back = reopened(context, event.at, 'expired', reason, { set });
    return { ...back, emit: [...recall(context, reason), ...back.emit] };
  }),

  takeBackRejected: deed((context, event) => {
    assertEvent(event, 'TicketRejected');
    const end = { outcome: 'rejected' as const, reason: event.feedback.join('; '), at: event.at };
    return {
      set: {
        ...withoutHolder(context, { ...end, class: 'work' }),
        failures: context.failures + 1,
        feedback: event.feedback,
      },
      emit: tellHolder(context, 'rejected', event.at),
    };
  }),

  finish: deed((context, event) => ({
    set: { since: event.at },
    emit: tellHolder(context, 'done', event.at),
  })),

  contradict: deed((context, event) => {
    assertEvent(event, 'ContradictionReported');
    return {
      set: withoutHolder(context, { outcome: 'declined', reason: event.clauses.join('; '), at: event.at }),
      emit: [
        ...tellHolder(context, 'declined', event.at),
        tellOwner(context, { type: 'TicketContradicted', session: event.session, clauses: event.clauses }),
      ],
    };
  }),

  cancelHolding: deed((context, event) => {
    assertEvent(event, 'TicketCancelled');
    return {
      set: withoutHolder(context, { outcome: 'cancelled', reason: event.reason, at: event.at }),
      emit: [...recall(context, event.reason), ...tellHolder(context, 'cancelled', event.at)],
    };
  }),

  giveUp: deed((context, event) => ({
    set: { since: event.at },
    emit: [tellOwner(context, { type: 'TicketExhausted', reasons: exhaustion(context) })],
  })),
};

function lossOf(type: string): string {
  return type === 'TimerFired' ? 'the deadline passed while it was held' : 'the session fell silent';
}

function reopened(
  context: TicketContext,
  at: number,
  outcome: 'released' | 'failed' | 'declined' | 'expired',
  reason: string,
  extra: { class?: FailureClass; set?: Partial<TicketContext> } = {},
) {
  return {
    set: {
      ...withoutHolder(context, { outcome, reason, at, ...(extra.class ? { class: extra.class } : {}) }),
      ...extra.set,
    },
    emit: [
      ...tellHolder(context, outcome, at),
      tellOwner(context, { type: 'TicketReopened', token: context.token, reason }),
    ],
  };
}

/** Why no further try is made: what went wrong in the tries there were, newest last. */
function exhaustion(context: TicketContext): string[] {
  const failed = context.history
    .filter((holding) => holding.class === 'work' || holding.outcome === 'expired')
    .slice(-context.attemptsAllowed);
  return failed.map((holding) => `${holding.session}: ${holding.reason}`);
}
