import type { KindRecord, SessionContext } from './session.context.ts';
import type { SessionEvent } from './session.events.ts';

type Outcome = Extract<SessionEvent, { type: 'TicketOutcome' }>;

/** So many of the newest durations are kept for the median. */
const durationsKept = 50;

/** What a ticket's outcome means for the session that held it: its slots, and its record for that kind of work. */
export function recorded(
  context: SessionContext,
  event: Outcome & { readonly at: number },
): Pick<SessionContext, 'holding' | 'record' | 'lastTaken'> {
  const others = context.holding.filter((held) => held.ticket !== event.ticket);
  if (event.outcome === 'taken') {
    return {
      holding: [...others, { ticket: event.ticket, token: event.token }],
      record: context.record,
      lastTaken: event.at,
    };
  }
  const before = context.record[event.kind] ?? { done: 0, failed: 0, durations: [] };
  return {
    holding: others,
    record: { ...context.record, [event.kind]: counted(before, event) },
    lastTaken: context.lastTaken,
  };
}

/** Only what says something about the session's work counts: not a cancelled ticket, nor one it handed back. */
function counted(record: KindRecord, event: Outcome): KindRecord {
  switch (event.outcome) {
    case 'done':
      return {
        ...record,
        done: record.done + 1,
        durations: [...record.durations, event.durationMs].slice(-durationsKept),
      };
    case 'failed':
    case 'rejected':
    case 'expired':
      return { ...record, failed: record.failed + 1 };
    default:
      return record;
  }
}
