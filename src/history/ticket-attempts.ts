import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import type { Usage } from '../../machines/ticket/usage.ts';
import type { TicketView } from '../contracts/board.ts';
import type { TicketAttempt } from '../contracts/history.ts';
import type { EventRow } from '../store/store.port.ts';

type Fields = Readonly<Record<string, unknown>>;
type Holding = Pick<TicketAttempt, 'token' | 'session' | 'from' | 'handedIn' | 'asked' | 'commit'>;

/** A ticket as it is now, and as people see it; the two tell of the same holdings in the same order. */
export type TicketNow = {
  readonly context: TicketContext;
  readonly state: string;
  readonly view: TicketView;
};

/** Every holding of a ticket, oldest first: who, from when to when, and what became of it. */
export function ticketAttempts(rows: readonly EventRow[], now: TicketNow): TicketAttempt[] {
  const { context, view } = now;
  return holdingsOf(rows).map((holding) => {
    if (context.holder !== null && context.token === holding.token) return { ...holding, ...present(now) };
    const index = context.history.findLastIndex(({ token }) => token === holding.token);
    const ended = view.history[index];
    // Nothing is told of a holding that the ticket has forgotten.
    if (!ended) return { ...holding, to: holding.from, outcome: 'unknown', reason: '' };
    const { at, outcome, reason, card, cost } = ended;
    return { ...holding, to: at, outcome, reason, ...(card ? { card } : {}), ...(cost ? { cost } : {}) };
  });
}

function holdingsOf(rows: readonly EventRow[]): Holding[] {
  const holdings: Holding[] = [];
  for (const { at, event } of rows) {
    const fields: Fields = { ...event };
    if (event.type === 'TicketAssigned') {
      holdings.push({
        token: holdings.length + 1,
        session: String(fields.session),
        from: at,
        handedIn: null,
        asked: fields.asked === true,
      });
    }
    const holding = holdings.find(({ token }) => token === fields.token);
    if (event.type !== 'SubmissionReceived' || !holding) continue;
    holding.handedIn = at;
    holding.commit = String(fields.commit);
  }
  return holdings;
}

/** The newest holding, which may be over: the ticket ends in its hands. */
function present({ context, state, view: { card } }: TicketNow) {
  const isOver = state !== 'held' && state !== 'submitted';
  const to = isOver ? context.since : null;
  return {
    ...{ to, outcome: state, reason: '' },
    ...(card ? { card } : {}),
    ...(context.usage ? { cost: costOf(context.usage) } : {}),
  };
}

function costOf({ usd, tokens, ms }: Usage): NonNullable<TicketAttempt['cost']> {
  return { usd, tokens, ms, unknown: usd === null ? 1 : 0 };
}
