import { costWith, spentSince } from './cost.ts';
import type { TicketContext } from './ticket.context.ts';
import type { TicketEffect } from './ticket.effects.ts';
import type { TicketDone } from './ticket.setup.ts';
import { tellOwner } from './ticket.tell.ts';
import type { Allowance, Usage } from './usage.ts';

/** What is set aside for a holding is known to the line, and its time is measured here, whatever the session says. */
export function setAside(context: TicketContext, session: string): TicketEffect[] {
  const { id, token, kind, service, reserved } = context;
  if (reserved === null) return [];
  const told: TicketEffect = {
    type: 'tellLine',
    event: { type: 'BudgetReserved', ticket: id, token, service: service.id, reserved, kind, session },
  };
  if (reserved.ms === null) return [told];
  return [told, { type: 'startTimer', timer: allowanceTimer(token), afterMs: reserved.ms }];
}

export function allowanceTimer(token: number): string {
  return `allowance-${token}`;
}

/** New totals of the holding: the line hears the difference, the owner the totals. */
export function spent(context: TicketContext, usage: Usage): TicketDone {
  const since = spentSince(context.usage, usage);
  return {
    set: { usage, spent: costWith(context.spent, since) },
    emit: told(context, { since, total: usage, over: false }),
  };
}

/**
 * The end of a holding for those who count: what was set aside is free again. Where its session never said what it
 * used, its time is what Andon measured and the rest stays unknown. Nothing where that was told already.
 */
export function settled(context: TicketContext, at: number): Required<TicketDone> {
  if (context.holder === null || context.submittedAt !== null) return { set: {}, emit: [] };
  const held = Math.max(0, at - (context.assignedAt ?? at));
  const total = context.usage ?? { usd: null, tokens: null, ms: held };
  const since = spentSince(context.usage, total);
  const { unknown, ...cost } = costWith(context.spent, since);
  const timer: TicketEffect[] =
    context.reserved?.ms == null ? [] : [{ type: 'cancelTimer', timer: allowanceTimer(context.token) }];
  return {
    set: { spent: { ...cost, unknown: unknown + (total.usd === null ? 1 : 0) } },
    emit: [...timer, ...told(context, { since, total, over: true })],
  };
}

function told(context: TicketContext, what: { since: Usage; total: Usage; over: boolean }): TicketEffect[] {
  const { id, token, kind, service, holder: session } = context;
  const { since, total, over } = what;
  return [
    {
      type: 'tellLine',
      event: {
        type: 'BudgetSpent',
        ticket: id,
        token,
        service: service.id,
        spent: since,
        over,
        kind,
        session,
      },
    },
    tellOwner(context, { type: 'TicketSpent', token, session, spent: total, over }),
  ];
}

/** What of the allowance was passed, in words for people; empty while all of it holds. */
export function passed(reserved: Allowance | null, { usd, tokens, ms }: Usage): string[] {
  if (reserved === null) return [];
  const found = [];
  if (reserved.usd !== null && usd !== null && usd > reserved.usd)
    found.push(`$${usd.toFixed(2)} of $${reserved.usd.toFixed(2)}`);
  if (reserved.tokens !== null && tokens !== null && tokens > reserved.tokens)
    found.push(`${tokens.toLocaleString('en-US')} of ${reserved.tokens.toLocaleString('en-US')} tokens`);
  if (reserved.ms !== null && ms > reserved.ms)
    found.push(`${minutes(ms)} of ${minutes(reserved.ms)} minutes`);
  return found;
}

function minutes(ms: number): string {
  return (ms / 60_000).toFixed(1).replace(/\.0$/, '');
}
