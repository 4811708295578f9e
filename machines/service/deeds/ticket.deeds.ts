import { assertEvent } from 'xstate';
import type { TicketKind } from '../../ticket/ticket.events.ts';
import { openTicketsOf } from '../contest.ts';
import { changeOf, ticketOf } from '../facts.ts';
import type { ServiceContext } from '../service.context.ts';
import { deed, type ServiceDone, type ServiceSaid } from '../service.setup.ts';
import { withHolding } from '../spending.ts';
import { endedContest } from './contest-end.ts';

/** Who may do what kind of work: any one list will do, the first is the one looked for first. */
export const requires = {
  'write-spec': [['architect']],
  build: [['builder']],
  'write-tests': [['tester'], ['builder']],
  fix: [['fixer'], ['tester'], ['builder']],
} satisfies Partial<Record<TicketKind, string[][]>>;

/** Larger goes first: what broke in production before what somebody is editing, before what is new. */
const priority = { incident: 30, 'hand-edit': 20, adoption: 10, spec: 10, none: 5 };

/** Of a ticket of this kind that the service opens now: what its change has by itself, and what people gave it. */
export function priorityOf(context: ServiceContext, kind: TicketKind): number {
  return priority[kind === 'write-spec' ? 'none' : changeOf(context).cause] + context.priority;
}

export const ticketDeeds = {
  /** An architect may add what is missing, in SPEC.md alone; a ticket that is already open stays. */
  openSpecTicket: deed((context, event) => {
    const feedback = (context.spec?.problems ?? ['SPEC.md is not there']).filter(isForArchitect);
    return context.ticket || feedback.length === 0
      ? {}
      : opened(context, event, 'write-spec', { base: null, feedback });
  }),

  openBuild: deed((context, event) => {
    const { commit, base, feedback } = changeOf(context);
    return opened(context, event, 'build', { base: commit ?? base, feedback: [...feedback] });
  }),

  openWriteTests: deed((context, event) => {
    const { commit, builder, feedback } = changeOf(context);
    return opened(context, event, 'write-tests', {
      base: commit,
      feedback: [...feedback],
      avoid: builder === null ? [] : [builder],
    });
  }),

  openFix: deed((context, event) => {
    const { commit, feedback } = changeOf(context);
    return opened(context, event, 'fix', { base: commit, feedback: [...feedback] });
  }),

  noteHolder: deed((context, event) => {
    assertEvent(event, 'TicketHeld');
    const { token, session } = event;
    const ticket = ticketOf(context);
    const separate = ticket.kind !== 'write-tests' || session !== context.change?.builder;
    const n = ticket.kind === 'write-spec' ? context.changes + 1 : changeOf(context).n;
    return {
      set: {
        ticket: { ...ticket, token, session, note: null, separate },
        spent: withHolding(context.spent, { ticket: ticket.id, token, change: n }),
      },
    };
  }),

  noteReopened: deed((context, event) => {
    assertEvent(event, 'TicketReopened');
    return { set: { ticket: { ...ticketOf(context), session: null, note: event.reason, separate: true } } };
  }),

  noteSubmission: deed((context, event) => {
    assertEvent(event, 'TicketSubmitted');
    const ticket = { ...ticketOf(context), token: event.token, session: event.session, note: null };
    if (ticket.kind === 'write-spec') return { set: { ticket } };
    const change = changeOf(context);
    const builder = ticket.kind === 'build' ? event.session : change.builder;
    return {
      set: {
        ticket,
        change: {
          ...change,
          commit: event.commit,
          parent: change.commit ?? change.base,
          digest: null,
          finding: null,
          builder,
          record: null,
        },
      },
    };
  }),

  acceptWork: deed((context) =>
    context.ticket
      ? {
          set: { ticket: null },
          emit: [{ type: 'acceptTicket', ticket: context.ticket.id, token: context.ticket.token }],
        }
      : {},
  ),

  /** Work that changed the build goes into the tree when it is accepted; a build that had its tests is there. */
  acceptTested: deed((context) =>
    context.ticket
      ? {
          set: { ticket: null },
          emit: [
            { type: 'acceptTicket', ticket: context.ticket.id, token: context.ticket.token },
            {
              type: 'publish',
              commit: changeOf(context).commit ?? '',
              change: changeOf(context).n,
              what: 'build',
            },
          ],
        }
      : {},
  ),

  rejectWork: deed((context, event) => {
    assertEvent(event, 'VerificationFinished');
    const ticket = ticketOf(context);
    return {
      set: { ticket: { ...ticket, session: null, note: event.reasons[0] ?? null, separate: true } },
      emit: [{ type: 'rejectTicket', ticket: ticket.id, token: ticket.token, feedback: event.reasons }],
    };
  }),

  /** What is on the line now ends without a result: nobody works for it any more, no verdict on it is awaited. */
  dropWork: deed((context) => ({
    set: { ticket: null, verification: null, contest: endedContest(context, 'dropped') },
    emit: [
      ...openTicketsOf(context).map((ticket) => ({
        type: 'cancelTicket' as const,
        ticket,
        reason: 'something newer took its place',
      })),
      ...(context.contest?.patienceUntil ? [{ type: 'cancelTimer' as const, timer: 'contest' }] : []),
      ...(context.pending.spec ? [{ type: 'cancelTimer' as const, timer: 'supersede' }] : []),
    ],
  })),
};

/** What is wrong in the service's own settings only its user can mend. */
function isForArchitect(problem: string): boolean {
  return !problem.startsWith('andon.yaml:');
}

function opened(
  context: ServiceContext,
  event: ServiceSaid,
  kind: keyof typeof requires,
  what: { base: string | null; feedback: string[]; avoid?: string[] },
): ServiceDone {
  const isSpecWork = kind === 'write-spec';
  const ticket = `t-${event.ref}`;
  const none = { token: 0, session: null, note: null, separate: true };
  return {
    set: { ticket: { id: ticket, kind, openedAt: event.at, ...none } },
    emit: [
      {
        type: 'openTicket',
        ticket,
        kind,
        // A spec is written for the change it will start.
        change: isSpecWork ? context.changes + 1 : changeOf(context).n,
        requires: requires[kind],
        avoid: what.avoid ?? [],
        priority: priorityOf(context, kind),
        spec: (isSpecWork ? context.spec?.hash : changeOf(context).spec.hash) ?? null,
        base: what.base,
        feedback: what.feedback,
        barred: [],
        beside: [],
      },
    ],
  };
}
