import type { Limits } from '../../machines/policy/limits.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';

type Assignment = { readonly ticket: string; readonly token: number };

/** One worker has one poll open, perhaps a second while the first is being given up; more is a mistake. */
const pollsOfOneSession = 8;

/** Assignments this session has not claimed yet, the oldest first. */
export function unclaimed(coordinator: Coordinator, session: string): Assignment[] {
  const holding = coordinator.session(session)?.context.holding ?? [];
  return holding
    .filter(({ ticket, token }) => {
      const context = coordinator.ticket(ticket)?.context;
      return context?.holder === session && context.token === token && !context.started;
    })
    .map(({ ticket, token }) => ({ ticket, token }));
}

export type WaitingPolls = {
  /** The assignment that waits, or the next one within `waitMs`; null when there was none, or `signal` aborted. */
  next(session: string, waitMs: number, signal: AbortSignal): Promise<Assignment | null>;
};

/**
 * Polls that wait for an assignment. They are woken by the commit it is part of, and only those of the session it is
 * for. A poll says that its session lives when it begins, so it is answered before that counts as long ago: an open
 * connection alone proves nothing, its other end may be gone.
 */
export function createWaitingPolls(
  coordinator: Coordinator,
  clock: Clock,
  limits: Pick<Limits, 'leaseBeatMs' | 'leaseExpiryMs'>,
): WaitingPolls {
  const polls = new Map<string, Set<() => void>>();
  const longest = Math.max(limits.leaseBeatMs, limits.leaseExpiryMs - limits.leaseBeatMs);

  coordinator.onCommitted(({ changed }) => {
    if (polls.size === 0) return;
    for (const stream of changed) {
      if (!stream.startsWith('session/')) continue;
      for (const look of polls.get(stream.slice('session/'.length)) ?? []) look();
    }
  });

  return {
    next(session, waitMs, signal) {
      const first = unclaimed(coordinator, session)[0];
      if (first || waitMs <= 0 || signal.aborted) return Promise.resolve(first ?? null);
      const mine = polls.get(session) ?? new Set();
      if (mine.size >= pollsOfOneSession) {
        throw new AndonError(
          'TOO_MANY',
          `${session} waits in ${mine.size} requests already; one is enough, and hears of every assignment.`,
        );
      }
      polls.set(session, mine);
      return new Promise((resolve) => {
        const settle = (assignment: Assignment | null): void => {
          if (!mine.delete(look)) return;
          if (mine.size === 0) polls.delete(session);
          cancel();
          signal.removeEventListener('abort', giveUp);
          resolve(assignment);
        };
        const look = (): void => {
          const found = unclaimed(coordinator, session)[0];
          const gone = coordinator.session(session)?.state === 'gone';
          if (found || gone) settle(found ?? null);
        };
        const giveUp = (): void => settle(null);
        mine.add(look);
        const cancel = clock.after(Math.min(waitMs, longest), giveUp);
        signal.addEventListener('abort', giveUp);
      });
    },
  };
}
