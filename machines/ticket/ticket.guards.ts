import type { TicketContext } from './ticket.context.ts';
import type { TicketSaid } from './ticket.setup.ts';

/** Leases lost in a row, without a word in between, before the ticket itself is suspected. */
const expiriesAllowed = 5;

type Asked = { context: TicketContext; event: TicketSaid };

export const ticketGuards = {
  mayTake: ({ context, event }: Asked) =>
    event.type === 'TicketAssigned' &&
    !context.excluded.includes(event.session) &&
    !context.barred.includes(event.session),

  isOtherBar: ({ context, event }: Asked) =>
    event.type === 'TicketBarred' && event.sessions.join(' ') !== context.barred.join(' '),

  isHolder: ({ context, event }: Asked) => saidByHolder(context, event),

  isHolderStarting: ({ context, event }: Asked) => saidByHolder(context, event) && !context.started,

  /** Only work counts a try; a broken environment or a provider's limit blames nobody. */
  isHolderBlameless: ({ context, event }: Asked) =>
    event.type === 'WorkFailed' && event.class !== 'work' && saidByHolder(context, event),

  /** The lease ran out, nobody else got the ticket since: the work is welcome. */
  isLateHolder: ({ context, event }: Asked) => {
    const last = context.history.at(-1);
    return (
      event.type === 'SubmissionReceived' &&
      event.token === context.token &&
      last?.outcome === 'expired' &&
      last.token === event.token &&
      last.session === event.session
    );
  },

  isNewestToken: ({ context, event }: Asked) => 'token' in event && event.token === context.token,

  isDeadline: ({ event }: Asked) => event.type === 'TimerFired' && event.timer === 'deadline',

  isWornOut: ({ context }: Asked) =>
    context.failures >= context.attemptsAllowed || context.expiries > expiriesAllowed,
};

function saidByHolder(context: TicketContext, event: TicketSaid): boolean {
  return (
    'token' in event &&
    'session' in event &&
    event.token === context.token &&
    event.session === context.holder
  );
}
