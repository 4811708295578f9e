import { createHash } from 'node:crypto';
import type { TicketEvent } from '../../machines/ticket/ticket.events.ts';
import type { Receipt } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';
import { baseCommit, claim } from './claims.ts';
import { heartbeat } from './heartbeats.ts';
import { heldTicket, mustHoldNow } from './holdings.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import { authenticate, leave, register } from './registration.ts';
import type { SessionService } from './session-service.port.ts';
import type { SessionServiceDeps } from './session-service-deps.ts';
import { submit } from './submissions.ts';

/** The session service over the coordinator, the repositories and the lease table. */
export function createSessionService(deps: SessionServiceDeps): SessionService {
  const { coordinator, repositories, signals } = deps;
  // One name registers, and one ticket is submitted to, once at a time: a doubled request waits for the first.
  const inTurn = createKeyedQueue();

  const holding = (session: string, ticket: string, token: number) => {
    const state = heldTicket(coordinator, session, ticket, token);
    mustHoldNow(state, session);
    return state.context;
  };

  /** A holding's end in the session's own words. Said twice, the second is ignored by the machine. */
  const say = async (
    session: string,
    ticket: string,
    event: TicketEvent & { token: number },
  ): Promise<Receipt> => {
    heldTicket(coordinator, session, ticket, event.token);
    return coordinator.receive(`ticket/${ticket}`, event);
  };

  return {
    authenticate: (token) => authenticate(deps, token),
    register: (request) => inTurn(`session/${request.name}`, () => register(deps, request)),
    leave: (session, reason) => inTurn(`session/${session}`, () => leave(deps, session, reason)),
    heartbeat: (session, request) => heartbeat(deps, session, request),
    claim: (session, ticket, token) => claim(deps, session, ticket, token),

    async bundle(session, ticket, token, file) {
      const context = holding(session, ticket, token);
      await repositories.bundle(context.service.id, await baseCommit(deps, context), file);
    },

    progress(session, ticket, { token, percent, text }) {
      const { service } = holding(session, ticket, token);
      signals.send({ kind: 'progress', service: service.id, ticket, percent, text });
    },

    log(session, ticket, { token, lines }) {
      const { service } = holding(session, ticket, token);
      for (const line of lines) signals.send({ kind: 'log', service: service.id, source: session, line });
    },

    async next(session, _request, _signal) {
      const { waiting } = await heartbeat(deps, session, { leases: [] });
      return { assigned: waiting[0] ?? null };
    },

    usage: (session, ticket, { token, usage }) =>
      say(session, ticket, { type: 'UsageReported', token, session, usage }),

    async ask(session, ticket, { token, text, options }) {
      holding(session, ticket, token);
      const question = `q-${ticket}-${token}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
      await say(session, ticket, { type: 'QuestionAsked', token, session, question, text, options });
      return { question };
    },

    async answer(question, text, by) {
      const ticket = /^q-(.+)-\d+-[0-9a-f]{8}$/.exec(question)?.[1];
      if (ticket === undefined) throw new AndonError('NOT_FOUND', `There is no question "${question}".`);
      return coordinator.receive(`ticket/${ticket}`, { type: 'QuestionAnswered', question, text, by });
    },

    submit: (session, ticket, submission, receive) =>
      inTurn(`ticket/${ticket}`, () => submit(deps, session, ticket, submission, receive)),

    release: (session, ticket, token, reason) =>
      say(session, ticket, { type: 'WorkReleased', token, session, reason }),
    cannot: (session, ticket, token, clauses) =>
      say(session, ticket, { type: 'WorkDeclined', token, session, clauses }),
    contradiction: (session, ticket, token, clauses) =>
      say(session, ticket, { type: 'ContradictionReported', token, session, clauses }),
    fail: (session, ticket, { class: failure, ...failed }) =>
      say(session, ticket, { type: 'WorkFailed', ...failed, session, class: failure }),
  };
}
