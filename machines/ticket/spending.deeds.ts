import { assertEvent } from 'xstate';
import { risen } from './cost.ts';
import { passed, settled, spent } from './spending.ts';
import type { TicketContext } from './ticket.context.ts';
import { deed } from './ticket.setup.ts';
import { recall, tellHolder, withoutHolder } from './ticket.tell.ts';

/** What a session says of its cost, and what follows when it is too much. */
export const spendingDeeds = {
  noteUsage: deed((context, event) => {
    assertEvent(event, 'UsageReported');
    return spent(context, risen(context.usage, event.usage));
  }),

  overspend: deed((context, event) =>
    event.type === 'UsageReported'
      ? overspent(context, event.at, passed(context.reserved, risen(context.usage, event.usage)))
      : overspent(context, event.at, ['all the time it was given']),
  ),
};

function overspent(context: TicketContext, at: number, what: readonly string[]) {
  const reason = `it used ${what.join(' and ')}; its budget is spent`;
  const { set, emit } = settled(context, at);
  return {
    set: { ...withoutHolder(context, { outcome: 'overspent', reason, at }), ...set },
    emit: [...recall(context, reason), ...tellHolder(context, 'overspent', at), ...emit],
  };
}
