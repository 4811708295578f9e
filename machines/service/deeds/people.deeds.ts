import { assertEvent } from 'xstate';
import { openTicketsOf } from '../contest.ts';
import { changeOf, rollbackTargets } from '../facts.ts';
import { deed } from '../service.setup.ts';
import { rollBackEffect } from '../wanted-effects.ts';
import { withHeld, withoutHeld } from './release.deeds.ts';
import { priorityOf } from './ticket.deeds.ts';

/** What people do to a service: order it, let it go to production, send it back, take it to another release. */
export const peopleDeeds = {
  /** Tickets that are open hear it at once; those opened from now on carry it. */
  prioritise: deed((context, event) => {
    assertEvent(event, 'ServicePrioritised');
    const next = { ...context, priority: event.priority };
    return {
      set: { priority: event.priority },
      emit: openTicketsOf(context).map((ticket) => ({
        type: 'prioritiseTicket',
        ticket,
        priority: priorityOf(next, context.ticket?.id === ticket ? context.ticket.kind : 'build'),
      })),
    };
  }),

  approve: deed((context, event) => {
    assertEvent(event, 'ReleaseApproved');
    const change = changeOf(context);
    if (change.commit === null) throw new TypeError('there is no commit to approve');
    const approved = { commit: change.commit, by: event.by, at: event.at };
    return { set: { change: { ...change, approved } } };
  }),

  /** The commit stays, and is what the work starts from; tries are counted anew, since this is new work. */
  noteSentBack: deed((context, event) => {
    assertEvent(event, 'WorkSentBack');
    const change = changeOf(context);
    const feedback = [event.note, ...change.feedback.filter((one) => one !== event.note)];
    return { set: { change: { ...change, feedback, attempt: 1, approved: null } } };
  }),

  rollBackAsAsked: deed((context, event) => {
    assertEvent(event, 'RollbackAsked');
    const to = rollbackTargets(context).find(({ id }) => id === event.to);
    if (!to) throw new TypeError(`${event.to} is not kept`);
    const { by, reason } = event;
    const live = { ...context.live, asked: { to, by, reason }, rung: 'rollingBack', reason } as const;
    return {
      set: { live },
      emit: [
        ...(context.live.restarts > 0 ? [{ type: 'cancelTimer' as const, timer: 'forgive' }] : []),
        rollBackEffect({ ...context, live }),
      ],
    };
  }),

  noteUndone: deed((context, event) => {
    assertEvent(event, 'RollbackFailed');
    const { asked, lastGood } = context.live;
    const reason = `the rollback to ${asked?.to.version} that ${asked?.by} asked for did not succeed: ${event.reason}`;
    return {
      set: {
        live: {
          ...context.live,
          // What does not come up is nothing for the ladder to go back to.
          lastGood: lastGood?.id === event.to ? null : lastGood,
          asked: null,
          rung: null,
          restarts: 0,
          reason,
        },
      },
    };
  }),

  /** What was left is not deployed again by itself; what was gone to is wanted again, whatever it did before. */
  noteWent: deed((context) => {
    const { asked, release } = context.live;
    if (!asked) throw new TypeError('nobody asked for a rollback');
    const held = withoutHeld(withHeld(context, release), asked.to);
    const reason = `${asked.by} went from ${release?.version} to ${asked.to.version}: ${asked.reason}`;
    return {
      set: {
        live: {
          ...context.live,
          release: asked.to,
          lastGood: null,
          asked: null,
          restarts: 0,
          rung: null,
          held,
          reason,
        },
      },
    };
  }),
};
