import { assertEvent } from 'xstate';
import { holdingDeeds } from './holding.deeds.ts';
import { questionDeeds } from './question.deeds.ts';
import { spendingDeeds } from './spending.deeds.ts';
import { settled } from './spending.ts';
import type { TicketContext } from './ticket.context.ts';
import { deed } from './ticket.setup.ts';
import { recall, tellHolder, tellOwner, withoutHolder } from './ticket.tell.ts';

/** What a ticket does. Each holding has its own token; whoever carries an older one is not heard. */
export const ticketDeeds = {
  ...holdingDeeds,
  ...spendingDeeds,
  ...questionDeeds,

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

  bar: deed((_context, event) => {
    assertEvent(event, 'TicketBarred');
    return { set: { barred: event.sessions } };
  }),

  prioritise: deed((_context, event) => {
    assertEvent(event, 'TicketPrioritised');
    return { set: { priority: event.priority } };
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
    const { set, emit } = settled(context, event.at);
    const reason = event.clauses.join('; ');
    return {
      set: { ...withoutHolder(context, { outcome: 'declined', reason, at: event.at }), ...set },
      emit: [
        ...tellHolder(context, 'declined', event.at),
        ...emit,
        tellOwner(context, { type: 'TicketContradicted', session: event.session, clauses: event.clauses }),
      ],
    };
  }),

  cancelHolding: deed((context, event) => {
    assertEvent(event, 'TicketCancelled');
    const { set, emit } = settled(context, event.at);
    return {
      set: {
        ...withoutHolder(context, { outcome: 'cancelled', reason: event.reason, at: event.at }),
        ...set,
      },
      emit: [...recall(context, event.reason), ...tellHolder(context, 'cancelled', event.at), ...emit],
    };
  }),

  giveUp: deed((context, event) => ({
    set: { since: event.at },
    emit: [tellOwner(context, { type: 'TicketExhausted', ...exhaustion(context) })],
  })),
};

/** Why no further try is made, and what went wrong in the tries there were, newest last. */
function exhaustion(context: TicketContext): { why: 'attempts' | 'poison' | 'budget'; reasons: string[] } {
  const { history, failures, attemptsAllowed, deathsAllowed } = context;
  const said = (holdings: TicketContext['history']) =>
    holdings.map((holding) => `${holding.session}: ${holding.reason}`);
  if (history.at(-1)?.outcome === 'overspent') return { why: 'budget', reasons: said(history.slice(-1)) };
  if (failures >= attemptsAllowed) {
    const failed = history.filter(({ class: kind, outcome }) => kind === 'work' || outcome === 'expired');
    return { why: 'attempts', reasons: said(failed.slice(-attemptsAllowed)) };
  }
  const lost = history.filter(({ outcome }) => outcome === 'expired');
  return { why: 'poison', reasons: said(lost.slice(-deathsAllowed)) };
}
