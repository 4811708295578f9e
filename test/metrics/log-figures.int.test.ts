import { describe, expect, it } from 'vitest';
import type { Committed } from '../../src/coordinator/coordinator.port.ts';
import { silentLog } from '../../src/log.ts';
import { LogFigures } from '../../src/metrics/log-figures.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { moment } from './told-line.ts';
import { twoWeeks } from './two-weeks.ts';

/** The figures beside a store that is written to; commits are told as the coordinator tells them. */
function desk() {
  const store = createMemoryStore();
  const listeners = new Set<(committed: Committed) => void>();
  const figures = new LogFigures({
    store,
    coordinator: {
      onCommitted: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      service: () => undefined,
      services: () => [],
    },
    clock: { now: () => moment('2026-11-01 18:00') },
    log: silentLog,
  });
  const commit = async (rows: ReturnType<typeof twoWeeks>['rows']) => {
    const events = rows.map((row) => ({ ...row, version: 2 }));
    await store.commit({ events, snapshots: [], outbox: [], timers: [], cancelledTimers: [] });
    for (const listener of listeners) listener({ seq: store.lastSeq(), events, changed: new Set() });
  };
  return { figures, commit, listeners };
}

describe('the figures of a log', () => {
  it('are those of the whole log, whatever was committed before, while and after it was read', async () => {
    const { rows } = twoWeeks();
    const whole = desk();
    await whole.commit(rows);
    await whole.figures.read();
    const cut = desk();
    await cut.commit(rows.slice(0, 30));
    const reading = cut.figures.read();
    await cut.commit(rows.slice(30, 50));
    await reading;
    await cut.commit(rows.slice(50));
    expect(cut.figures.of(14)).toEqual(whole.figures.of(14));
    expect(cut.figures.of(14).cycle.window.of).toBe(5);
  });

  it('say how far the log is read until it is', async () => {
    const { figures, commit } = desk();
    await commit(twoWeeks().rows);
    expect(figures.of(14).reading).toEqual({ done: 0, of: twoWeeks().rows.length });
    await figures.read();
    expect(figures.of(14).reading).toBeNull();
  });

  it('tell each change that ships from now on, and none of before', async () => {
    const { rows } = twoWeeks();
    const { figures, commit } = desk();
    const told: (number | null)[] = [];
    figures.onShipped(({ ms }) => told.push(ms));
    const cut = rows.findIndex(({ at }) => at > moment('2026-10-26 00:00'));
    await commit(rows.slice(0, cut));
    await figures.read();
    expect(told).toEqual([]);
    await commit(rows.slice(cut));
    expect(told).toEqual([89 * 60_000, 525 * 60_000]);
  });

  it('hear nothing any more once they are closed', () => {
    const { figures, listeners } = desk();
    figures.close();
    expect(listeners.size).toBe(0);
  });
});
