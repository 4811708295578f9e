import type { TicketEvent } from '../../machines/ticket/ticket.events.ts';
import type { Receipt } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';
import { baseCommit, claim } from './claims.ts';
import { heartbeat } from './heartbeats.ts';
import { heldTicket, mustHoldNow } from './holdings.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import { drain, kick, resume } from './operating.ts';
import { mustWait, questionId, ticketOfQuestion } from './questions.ts';
import { authenticate, leave, register } from './registration.ts';
import { createSaidDone } from './said-done.ts';
import type { SessionService } from './session-service.port.ts';
import type { SessionServiceDeps } from './session-service-deps.ts';
import { submit } from './submissions.ts';
import { take } from './taking.ts';
import { createTicketTokens } from './ticket-tokens.ts';
import { submitTree } from './tree-submissions.ts';
import { createWaitingPolls } from './waiting-polls.ts';

const endings: ReadonlySet<TicketEvent['type']> = new Set([
  'WorkReleased',
  'WorkDeclined',
  'ContradictionReported',
  'WorkFailed',
]);

/** The session service over the coordinator, the repositories and the lease table. */
export function createSessionService(deps: SessionServiceDeps): SessionService {
  const { coordinator, repositories, signals } = deps;
  // One name registers, and one ticket is submitted to, once at a time: a doubled request waits for the first.
  const inTurn = createKeyedQueue();
  const polls = createWaitingPolls(coordinator, deps.clock, deps.limits);
  const words = createSaidDone(coordinator);
  const tokens = createTicketTokens(coordinator, deps.secret);
  /** It is kept, and becomes an event with the next that is worth one. */
  const noted = (): Receipt => ({ seq: coordinator.seq(), ignored: false });

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
    if (endings.has(event.type)) deps.usage.beforeEnd(ticket);
    return coordinator.receive(`ticket/${ticket}`, event);
  };

  return {
    authenticate: (token) => authenticate(deps, token),
    ticketToken: tokens.of,
    authenticateTicket: tokens.holdingOf,
    register: (request, origin = { local: true }) =>
      inTurn(`session/${request.name}`, () => register(deps, request, origin)),
    async leave(session, reason) {
      await inTurn(`session/${session}`, () => leave(deps, session, reason));
    },
    drain: (session) => drain(deps, session),
    resume: (session) => resume(deps, session),
    kick: (session, reason) => inTurn(`session/${session}`, () => kick(deps, session, reason)),
    heardAgo: (session) => deps.leases.heardAgo(session),
    async heartbeat(session, request) {
      const answer = await heartbeat(deps, session, request);
      const done = words.of(session);
      return done ? { ...answer, done } : answer;
    },

    sayDone(session, ticket, token, summary) {
      holding(session, ticket, token);
      words.note(session, { ticket, token, summary });
    },
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

    async next(session, { waitMs }, signal) {
      await heartbeat(deps, session, { leases: [] });
      return { assigned: await polls.next(session, waitMs, signal) };
    },

    take: (session, ticket) => inTurn(`take/${session}`, () => take(deps, session, ticket)),

    async usage(session, ticket, { token, usage }) {
      holding(session, ticket, token);
      return (await deps.usage.note({ session, ticket, token }, usage)) ?? noted();
    },

    async ask(session, ticket, { token, text, options }) {
      const asked = () => holding(session, ticket, token).questions;
      const question = questionId(ticket, token, text);
      if (asked().some(({ id }) => id === question)) return { question };
      await say(session, ticket, { type: 'QuestionAsked', token, session, question, text, options });
      if (asked().some(({ id }) => id === question)) return { question };
      throw new AndonError(
        'NOT_ALLOWED',
        `Ticket ${ticket} has ${asked().length} questions that nobody answered yet. Go on with what is known.`,
        { ticket },
      );
    },

    async answer(question, text, by) {
      const ticket = ticketOfQuestion(question);
      mustWait(coordinator, ticket, question);
      return coordinator.receive(`ticket/${ticket}`, { type: 'QuestionAnswered', question, text, by });
    },

    submitTree: (session, ticket, token, receive) =>
      inTurn(`ticket/${ticket}`, () => submitTree(deps, { session, ticket, token }, receive)),
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
