import { risen } from './cost.ts';
import { questionsKept } from './question.deeds.ts';
import { allowanceTimer, passed } from './spending.ts';
import type { TicketContext } from './ticket.context.ts';
import type { TicketSaid } from './ticket.setup.ts';

type Asked = { context: TicketContext; event: TicketSaid };

/** Time alone is told once a minute; money and tokens whenever they rise. */
const noteworthyMs = 60_000;

export const ticketGuards = {
  mayTake: ({ context, event }: Asked) =>
    event.type === 'TicketAssigned' &&
    !context.barred.includes(event.session) &&
    !isExcluded(context, event.session, event.revision),

  isOtherBar: ({ context, event }: Asked) =>
    event.type === 'TicketBarred' && event.sessions.join(' ') !== context.barred.join(' '),

  isOtherPriority: ({ context, event }: Asked) =>
    event.type === 'TicketPrioritised' && event.priority !== context.priority,

  isHolder: ({ context, event }: Asked) => saidByHolder(context, event),

  isHolderStarting: ({ context, event }: Asked) => saidByHolder(context, event) && !context.started,

  /** Only work counts a try; a broken environment or a provider's limit blames nobody. */
  isHolderBlameless: ({ context, event }: Asked) =>
    event.type === 'WorkFailed' && event.class !== 'work' && saidByHolder(context, event),

  /** The lease ran out, nobody else got the ticket since, nor its holder a sibling of it: the work is welcome. */
  isLateHolder: ({ context, event }: Asked) => {
    const last = context.history.at(-1);
    return (
      event.type === 'SubmissionReceived' &&
      event.token === context.token &&
      last?.outcome === 'expired' &&
      last.token === event.token &&
      last.session === event.session &&
      !context.barred.includes(event.session)
    );
  },

  /** The holder says more than it said before, and all of it is still within what was set aside. */
  hasSpent: ({ context, event }: Asked) => {
    if (event.type !== 'UsageReported' || !saidByHolder(context, event)) return false;
    const now = risen(context.usage, event.usage);
    const { usd = null, tokens = null, ms = -noteworthyMs } = context.usage ?? {};
    return now.usd !== usd || now.tokens !== tokens || now.ms - ms >= noteworthyMs;
  },

  hasOverspent: ({ context, event }: Asked) =>
    event.type === 'UsageReported' &&
    saidByHolder(context, event) &&
    passed(context.reserved, risen(context.usage, event.usage)).length > 0,

  isTimeSpent: ({ context, event }: Asked) =>
    event.type === 'TimerFired' &&
    context.reserved?.ms != null &&
    event.timer === allowanceTimer(context.token),

  isNewQuestion: ({ context, event }: Asked) =>
    event.type === 'QuestionAsked' &&
    saidByHolder(context, event) &&
    context.questions.every(({ id }) => id !== event.question) &&
    context.questions.filter(({ answer }) => answer === null).length < questionsKept,

  isOpenQuestion: ({ context, event }: Asked) =>
    event.type === 'QuestionAnswered' &&
    context.questions.some(({ id, answer }) => id === event.question && answer === null),

  isNewestToken: ({ context, event }: Asked) => 'token' in event && event.token === context.token,

  isDeadline: ({ event }: Asked) => event.type === 'TimerFired' && event.timer === 'deadline',

  /** Its counted tries are used up, or it took the voice of everyone who had it lately. */
  isWornOut: ({ context }: Asked) =>
    context.failures >= context.attemptsAllowed ||
    (context.deathsAllowed > 0 && context.expiries >= context.deathsAllowed),
};

/** A session that declined is excluded for as long as it is what it was then. */
function isExcluded(context: TicketContext, session: string, revision: number | undefined): boolean {
  const then = context.declined[session];
  const changed = then !== undefined && revision !== undefined && revision > then;
  return context.excluded.includes(session) && !changed;
}

function saidByHolder(context: TicketContext, event: TicketSaid): boolean {
  return (
    'token' in event &&
    'session' in event &&
    event.token === context.token &&
    event.session === context.holder
  );
}
