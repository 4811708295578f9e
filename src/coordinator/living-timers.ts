import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Store, StreamId, TimerRow } from '../store/store.port.ts';

/** The timers of machines that live. Those of others (earlier versions kept them) are dropped; a full disk leaves them for next time. */
export async function livingTimers(
  store: Store,
  lives: (stream: StreamId) => boolean,
  log: Log,
): Promise<TimerRow[]> {
  const [living, over]: [TimerRow[], TimerRow[]] = [[], []];
  for (const row of store.timers()) (lives(row.stream) ? living : over).push(row);
  if (over.length > 0) {
    await store
      .commit({ events: [], snapshots: [], outbox: [], timers: [], cancelledTimers: over })
      .catch((error: unknown) => log.warn({ error: messageOf(error) }, 'old timers were not dropped'));
  }
  return living;
}
