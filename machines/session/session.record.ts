import { costWith, noCost } from '../ticket/cost.ts';
import type { TicketOutcome } from '../ticket/ticket.events.ts';
import type { KindRecord, SessionContext } from './session.context.ts';
import type { SessionEvent } from './session.events.ts';

type Outcome = Extract<SessionEvent, { type: 'TicketOutcome' }>;

/** So many of the newest durations are kept for the median. */
const durationsKept = 50;
/** So many services are remembered as known. */
const servicesKept = 20;

/** The holding goes on: with the work, or with its judgement. */
const goesOn: ReadonlySet<TicketOutcome> = new Set(['taken', 'submitted']);

/** What a ticket's outcome means for the session that held it: its slots, and its record for that kind of work. */
export function recorded(
  context: SessionContext,
  event: Outcome & { readonly at: number },
): Pick<SessionContext, 'holding' | 'record' | 'lastTaken' | 'knows'> {
  const others = context.holding.filter((held) => held.ticket !== event.ticket);
  if (event.outcome === 'taken') {
    return {
      holding: [...others, { ticket: event.ticket, token: event.token }],
      record: context.record,
      lastTaken: event.at,
      knows: context.knows,
    };
  }
  const before = context.record[event.kind] ?? { done: 0, failed: 0, durations: [] };
  return {
    holding: others,
    record: { ...context.record, [event.kind]: paid(counted(before, event), event) },
    lastTaken: context.lastTaken,
    knows: known(context.knows, event),
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

/** What the holding cost, whatever became of it. */
function paid(record: KindRecord, { outcome, usage, durationMs }: Outcome): KindRecord {
  if (goesOn.has(outcome)) return record;
  const cost = costWith(record.cost ?? noCost, usage ?? { usd: null, tokens: null, ms: durationMs });
  return { ...record, cost: usage?.usd == null ? { ...cost, unknown: cost.unknown + 1 } : cost };
}

function known(services: readonly string[], { outcome, service }: Outcome): readonly string[] {
  if (outcome !== 'done' || service === undefined) return services;
  return [...services.filter((id) => id !== service), service].slice(-servicesKept);
}
