import type { TicketContext } from './ticket.context.ts';
import type { TicketEffect } from './ticket.effects.ts';
import type { FailureClass, TicketOutcome } from './ticket.events.ts';

/** Tells the owner in the same commit; the events are those of the owner's own machine. */
export function tellOwner(
  context: TicketContext,
  event: { readonly type: string } & Record<string, unknown>,
): TicketEffect {
  return { type: 'tellOwner', owner: context.owner, event: { ...event, ticket: context.id } };
}

/** Tells the holder what became of its holding, and how long it had it. */
export function tellHolder(context: TicketContext, outcome: TicketOutcome, at: number): TicketEffect[] {
  if (context.holder === null) return [];
  const took = (context.submittedAt ?? at) - (context.assignedAt ?? at);
  return [
    {
      type: 'tellSession',
      session: context.holder,
      outcome,
      ticket: context.id,
      token: context.token,
      kind: context.kind,
      durationMs: Math.max(0, took),
    },
  ];
}

/** Work that may still wait in a queue, or run, is taken back. */
export function recall(context: TicketContext, reason: string): TicketEffect[] {
  if (context.holder === null) return [];
  return [{ type: 'recall', ticket: context.id, token: context.token, session: context.holder, reason }];
}

/** The ticket as nobody's, with the holding that ended in its history. */
export function withoutHolder(
  context: TicketContext,
  end: { outcome: TicketOutcome; reason: string; class?: FailureClass; at: number },
): Partial<TicketContext> {
  const holding =
    context.holder === null
      ? []
      : [
          {
            token: context.token,
            session: context.holder,
            outcome: end.outcome,
            reason: end.reason,
            class: end.class ?? null,
            at: end.at,
          },
        ];
  return {
    holder: null,
    assignedAt: null,
    submittedAt: null,
    started: false,
    commit: null,
    since: end.at,
    history: [...context.history, ...holding].slice(-historyKept),
  };
}

const historyKept = 50;
