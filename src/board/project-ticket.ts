import type { ScoreCard } from '../../machines/policy/score-card.ts';
import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import type { Usage } from '../../machines/ticket/usage.ts';
import type { CostView, TicketView } from '../contracts/board.ts';
import type { TicketState } from '../coordinator/coordinator.port.ts';
import { openQuestions } from './project-question.ts';

/** One ticket for the API; `why` are the reasons it is not assigned, empty when it is. */
export function projectTicket(ticket: TicketState, why: readonly string[]): TicketView {
  const { context, state } = ticket;
  const questions = openQuestions(ticket);
  return {
    id: context.id,
    kind: context.kind,
    service: context.service.name,
    change: context.change,
    state,
    attempt: context.failures + 1,
    token: context.token,
    ...(context.holder ? { session: context.holder } : {}),
    requires: context.requires.map((capabilities) => [...capabilities]),
    openedAt: context.openedAt,
    since: context.since,
    dueAt: context.dueAt,
    why: [...why],
    history: context.history.map(historyView),
    ...(context.card ? { card: cardView(context.card) } : {}),
    ...(context.token > 0 ? { cost: { ...context.spent } } : {}),
    ...(questions.length > 0 ? { questions } : {}),
  };
}

function historyView({
  session,
  outcome,
  reason,
  at,
  card,
  usage,
}: TicketContext['history'][number]): TicketView['history'][number] {
  return {
    ...{ session, outcome, reason, at },
    ...(card ? { card: cardView(card) } : {}),
    ...(usage ? { cost: costOf(usage) } : {}),
  };
}

function cardView({ score, parts, runnersUp, leftOut }: ScoreCard): NonNullable<TicketView['card']> {
  return {
    score,
    parts: { ...parts },
    runnersUp: runnersUp.map((next) => ({ ...next })),
    leftOut: [...leftOut],
  };
}

function costOf({ usd, tokens, ms }: Usage): CostView {
  return { usd, tokens, ms, unknown: usd === null ? 1 : 0 };
}
