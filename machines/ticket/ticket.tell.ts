import { noCost, spentSince } from './cost.ts';
import type { TicketContext } from './ticket.context.ts';
import type { TicketEffect } from './ticket.effects.ts';
import type { FailureClass, TicketOutcome } from './ticket.events.ts';
import type { Usage } from './usage.ts';

/** Tells the owner in the same commit; the events are those of the owner's own machine. */
export function tellOwner(
  context: TicketContext,
  event: { readonly type: string } & Record<string, unknown>,
): TicketEffect {
  return { type: 'tellOwner', owner: context.owner, event: { ...event, ticket: context.id } };
}

/** Tells the holder what became of its holding, how long it had it, and what it used. */
export function tellHolder(context: TicketContext, outcome: TicketOutcome, at: number): TicketEffect[] {
  if (context.holder === null) return [];
  const took = (context.submittedAt ?? at) - (context.assignedAt ?? at);
  const goesOn = outcome === 'taken' || outcome === 'submitted';
  return [
    {
      type: 'tellSession',
      session: context.holder,
      outcome,
      ticket: context.id,
      token: context.token,
      kind: context.kind,
      service: context.service.id,
      durationMs: Math.max(0, took),
      usage: goesOn ? null : usedHere(context),
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
            card: context.card,
            usage: usedHere(context),
          },
        ];
  return {
    ...nobodys,
    since: end.at,
    history: [...context.history, ...holding].slice(-historyKept),
  };
}

/** What a ticket knows of a holding while there is none. */
export const nobodys = {
  holder: null,
  assignedAt: null,
  submittedAt: null,
  started: false,
  commit: null,
  card: null,
  reserved: null,
  account: null,
  revision: null,
  usage: null,
  questions: [],
} satisfies Partial<TicketContext>;

/** A late submission goes on with a holding that ended once: what it used until then was told at that end. */
function usedHere({ usage, history, token }: TicketContext): Usage | null {
  const before = history.at(-1)?.token === token ? history.at(-1)?.usage : null;
  return usage && spentSince(before ?? null, usage);
}

const historyKept = 50;

/** Of a ticket nobody ever held. */
export const neverHeld = { ...nobodys, spent: noCost, declined: {} };
