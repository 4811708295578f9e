import type { Usage } from '../../machines/ticket/usage.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator, Receipt } from '../coordinator/coordinator.port.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { whyOver } from './holdings.ts';
import type { HoldingName } from './session-service.port.ts';
import { usageDiffers, usageIsDue } from './usage-due.ts';

type Entry = {
  readonly holding: HoldingName;
  latest: Usage;
  said?: { readonly usage: Usage; readonly at: number };
};

/** What each holding says it has used. Totals come often; only what is worth it becomes an event, and always the last. */
export type UsageBook = {
  /** Notes totals; the receipt where they were journaled now, else undefined. Of a holding that is over nothing is noted. */
  note(holding: HoldingName, usage: Usage): Promise<Receipt> | undefined;
  /** Called just before the event that ends the holding: what was not journaled yet comes before it. */
  beforeEnd(ticket: string): void;
};

export function createUsageBook(coordinator: Coordinator, clock: Clock, log: Log): UsageBook {
  const entries = new Map<string, Entry>();

  coordinator.onCommitted(({ changed }) => {
    if (entries.size === 0) return;
    for (const stream of changed) {
      const entry = stream.startsWith('ticket/') && entries.get(stream.slice('ticket/'.length));
      if (entry && !isWorking(coordinator, entry.holding)) entries.delete(entry.holding.ticket);
    }
  });

  const say = async (entry: Entry): Promise<Receipt> => {
    const { ticket, token, session } = entry.holding;
    const { said: before, latest: usage } = entry;
    entry.said = { usage, at: clock.monotonic() };
    try {
      return await coordinator.receive(`ticket/${ticket}`, { type: 'UsageReported', token, session, usage });
    } catch (error) {
      if (before) entry.said = before;
      else delete entry.said;
      throw error;
    }
  };

  return {
    note(holding, usage) {
      if (!isWorking(coordinator, holding)) return undefined;
      const known = entries.get(holding.ticket);
      const same = known?.holding.token === holding.token && known.holding.session === holding.session;
      const entry: Entry = same ? known : { holding, latest: usage };
      entry.latest = usage;
      entries.set(holding.ticket, entry);
      const said = entry.said && { usage: entry.said.usage, agoMs: clock.monotonic() - entry.said.at };
      const reserved = coordinator.ticket(holding.ticket)?.context.reserved;
      return usageIsDue(usage, said, reserved ?? undefined) ? say(entry) : undefined;
    },

    beforeEnd(ticket) {
      const entry = entries.get(ticket);
      if (!entry || !usageDiffers(entry.latest, entry.said?.usage)) return;
      // Received before the end is, so it stands before it in the journal; a failed commit fails the end too.
      say(entry).catch((error: unknown) => {
        log.warn({ ticket, error: messageOf(error) }, 'the last usage of a holding was not written');
      });
    },
  };
}

function isWorking(coordinator: Coordinator, { session, ticket, token }: HoldingName): boolean {
  const state = coordinator.ticket(ticket);
  if (!state || state.context.holder !== session) return false;
  return state.state === 'held' && whyOver(state, session, token) === undefined;
}
