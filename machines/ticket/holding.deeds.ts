import { assertEvent } from 'xstate';
import { utcTime } from '../utc-time.ts';
import { parked } from './parking.ts';
import { setAside, settled } from './spending.ts';
import type { TicketContext } from './ticket.context.ts';
import type { TicketEffect } from './ticket.effects.ts';
import type { FailureClass } from './ticket.events.ts';
import { deed } from './ticket.setup.ts';
import { nobodys, recall, tellHolder, tellOwner, withoutHolder } from './ticket.tell.ts';

/** What begins a holding, goes on in it, and ends it without a verdict. */
export const holdingDeeds = {
  hold: deed((context, event) => {
    assertEvent(event, 'TicketAssigned');
    const { session, card, reserved, account, revision, at } = event;
    const fresh = {
      ...nobodys,
      token: context.token + 1,
      holder: session,
      assignedAt: at,
      card: card ?? null,
      reserved: reserved ?? null,
      account: account ?? null,
      revision: revision ?? null,
    };
    const held = { ...context, ...fresh };
    return {
      set: { ...fresh, since: at, note: null },
      emit: [
        { type: 'deliver', ticket: context.id, token: fresh.token, session },
        tellOwner(context, { type: 'TicketHeld', token: fresh.token, session }),
        ...tellHolder(held, 'taken', at),
        ...setAside(held, session),
      ],
    };
  }),

  noteStart: deed(() => ({ set: { started: true } })),

  takeSubmission: deed((context, event) => {
    assertEvent(event, 'SubmissionReceived');
    // A late submission comes from a session that no longer holds the ticket; it is its holder again from here.
    const last = context.history.at(-1);
    const late = context.holder === null ? last : undefined;
    const { set, emit } = settled(context, event.at);
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
        questions: [],
        card: late?.card ?? context.card,
        usage: late?.usage ?? context.usage,
        ...set,
      },
      emit: [
        tellOwner(context, {
          type: 'TicketSubmitted',
          token: event.token,
          session: event.session,
          commit: event.commit,
        }),
        ...tellHolder(held, 'submitted', event.at),
        ...emit,
      ],
    };
  }),

  handBack: deed((context, event) => {
    assertEvent(event, 'WorkReleased');
    return reopened(context, event.at, 'released', event.reason);
  }),

  handBackBlameless: deed((context, event) => {
    assertEvent(event, 'WorkFailed');
    const { until, account, effect } = parked(context, event);
    const note =
      event.class === 'provider'
        ? `the provider of ${account} lets nobody work until ${utcTime(until)}: ${event.reason}`
        : `trouble where ${event.session} runs, not with the work: ${event.reason}`;
    return reopened(context, event.at, 'released', event.reason, {
      class: event.class,
      note,
      emit: [effect],
    });
  }),

  countFailure: deed((context, event) => {
    assertEvent(event, 'WorkFailed');
    const set = { failures: context.failures + 1, feedback: [event.reason] };
    return reopened(context, event.at, 'failed', event.reason, { class: 'work', set });
  }),

  exclude: deed((context, event) => {
    assertEvent(event, 'WorkDeclined');
    const { session } = event;
    const { [session]: _former, ...declined } = context.declined;
    const set = {
      excluded: [...context.excluded.filter((name) => name !== session), session],
      declined: context.revision === null ? declined : { ...declined, [session]: context.revision },
    };
    return reopened(context, event.at, 'declined', event.clauses.join('; '), { set });
  }),

  expire: deed((context, event) => {
    const reason =
      event.type === 'TimerFired' ? 'the deadline passed while it was held' : 'the session fell silent';
    const set = { expiries: context.expiries + 1 };
    const back = reopened(context, event.at, 'expired', reason, { set });
    return { ...back, emit: [...recall(context, reason), ...back.emit] };
  }),
};

function reopened(
  context: TicketContext,
  at: number,
  outcome: 'released' | 'failed' | 'declined' | 'expired',
  reason: string,
  extra: {
    class?: FailureClass;
    set?: Partial<TicketContext>;
    /** What the owner is told in place of the session's own words. */
    note?: string;
    emit?: readonly TicketEffect[];
  } = {},
) {
  const { set, emit } = settled(context, at);
  return {
    set: {
      ...withoutHolder(context, { outcome, reason, at, ...(extra.class ? { class: extra.class } : {}) }),
      ...set,
      ...extra.set,
    },
    emit: [
      ...tellHolder(context, outcome, at),
      ...emit,
      ...(extra.emit ?? []),
      tellOwner(context, { type: 'TicketReopened', token: context.token, reason: extra.note ?? reason }),
    ],
  };
}
