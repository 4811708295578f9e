import type { HeartbeatResponse } from '../contracts/sessions.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';

type Word = NonNullable<HeartbeatResponse['done']>[number];

/** What agents said of being done: memory alone, since it is a hint to their workers and settles nothing. */
export type SaidDone = {
  note(session: string, word: Word): void;
  /** Of the holdings this session has now; undefined where there is nothing to tell. */
  of(session: string): Word[] | undefined;
};

export function createSaidDone(coordinator: Pick<Coordinator, 'session'>): SaidDone {
  const words = new Map<string, Word[]>();
  const current = (session: string): Word[] => {
    const holding = coordinator.session(session)?.context.holding ?? [];
    const isHeld = (word: Word) =>
      holding.some((held) => held.ticket === word.ticket && held.token === word.token);
    return (words.get(session) ?? []).filter(isHeld);
  };
  return {
    note(session, word) {
      words.set(session, [...current(session).filter(({ ticket }) => ticket !== word.ticket), word]);
    },
    of(session) {
      if (!words.has(session)) return undefined;
      const now = current(session);
      if (now.length === 0) words.delete(session);
      return now.length === 0 ? undefined : now;
    },
  };
}
