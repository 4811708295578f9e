import { type SessionEvent, sessionEvent } from '../../machines/session/session.events.ts';
import type { SessionEntry } from '../contracts/session-history.ts';
import type { EventRow } from '../store/store.port.ts';

const words = {
  SessionRegistered: 'registered',
  SessionFellSilent: 'silent',
  SessionReturned: 'returned',
  SessionDrained: 'drained',
  SessionResumed: 'resumed',
  SessionLeft: 'left',
} as const satisfies Partial<Record<SessionEvent['type'], SessionEntry['what']>>;

/** Events of a session that its history is made of. */
export const sessionHistoryTypes = ['TicketOutcome', ...Object.keys(words)];

/** One event of a session as people read it; none for what is no part of its history. */
export function sessionEntry(
  { seq, at, event }: Pick<EventRow, 'seq' | 'at' | 'event'>,
  nameOf: (service: string) => string,
): SessionEntry[] {
  const parsed = sessionEvent.safeParse(event);
  if (!parsed.success) return [];
  const { data } = parsed;
  if (data.type === 'TicketOutcome') {
    const { outcome, ticket, kind, service, durationMs, usage } = data;
    return [
      {
        ...{ seq, at, what: outcome, ticket, kind },
        ...(service === undefined ? {} : { service: nameOf(service) }),
        ...(outcome === 'taken' ? {} : { durationMs }),
        ...(usage?.usd == null ? {} : { usd: usage.usd }),
        ...(usage?.tokens == null ? {} : { tokens: usage.tokens }),
      },
    ];
  }
  if (!isTold(data.type)) return [];
  return [
    { seq, at, what: words[data.type], ...(data.type === 'SessionLeft' ? { reason: data.reason } : {}) },
  ];
}

function isTold(type: SessionEvent['type']): type is keyof typeof words {
  return type in words;
}
