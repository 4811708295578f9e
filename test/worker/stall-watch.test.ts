import { describe, expect, it } from 'vitest';
import type { AgentAct } from '../../src/worker/driver.port.ts';
import { createStallWatch } from '../../src/worker/stall-watch.ts';

const minute = 60_000;
const everyMs = 15_000;
const limits = { stallMs: 5 * minute, stallRepeats: 25 };

/** A watch on a clock of its own; `live` lets time pass with a look every 15 s and answers the first stall. */
function watched() {
  let now = 0;
  const watch = createStallWatch(limits, everyMs, now);
  return {
    act: (act: Partial<AgentAct>) =>
      watch.act({ kind: 'tool', fingerprint: 'f', text: 'npm test', ...act }, now),
    asks: (open: boolean) => watch.asks(open, now),
    sleep: (ms: number) => {
      now += ms;
    },
    live(ms: number, each: { workspace?: () => string; output?: boolean } = {}): string | null {
      for (const end = now + ms; now < end; ) {
        now += everyMs;
        if (each.output) watch.output(now);
        const why = watch.look(each.workspace?.() ?? 'same', now);
        if (why !== null) return why;
      }
      return null;
    },
  };
}

describe('a run', () => {
  it('is stuck when it neither acts nor speaks nor changes anything', () => {
    const run = watched();
    run.act({});
    expect(run.live(4 * minute)).toBeNull();
    expect(run.live(2 * minute)).toContain('neither used a tool nor said anything for 5 minutes');
  });

  it('lives through a silent build of 20 minutes while its tool runs', () => {
    const run = watched();
    run.act({ running: true });
    expect(run.live(20 * minute)).toBeNull();
    run.act({});
    expect(run.live(4 * minute)).toBeNull();
    expect(run.live(2 * minute)).not.toBeNull();
  });

  it('lives through a silent build of 20 minutes where it never tells what it does', () => {
    const run = watched();
    expect(run.live(20 * minute)).toBeNull();
    expect(run.live(15 * minute)).toContain('printed nothing for 30 minutes');
  });

  it('lives while its workspace changes, and only so long on words', () => {
    let n = 0;
    const run = watched();
    run.act({});
    expect(run.live(60 * minute, { workspace: () => String(n++) })).toBeNull();
    const why = run.live(20 * minute, { output: true });
    expect(why).toContain('only talked for');
  });

  it('lives while it acts, though nothing changes', () => {
    const run = watched();
    for (let round = 0; round < 60; round += 1) {
      run.act({ fingerprint: `read file ${round}` });
      expect(run.live(minute)).toBeNull();
    }
  });

  it('is stuck when a tool is said to run for an hour and nothing is heard', () => {
    const run = watched();
    run.act({ running: true });
    expect(run.live(59 * minute)).toBeNull();
    expect(run.live(2 * minute)).toContain('said to run');
  });

  it('is stuck at the 25th same call that changes nothing, whatever it says in between', () => {
    const run = watched();
    expect(run.live(everyMs)).toBeNull();
    for (let call = 1; call <= 25; call += 1) {
      run.act({ running: true });
      run.act({});
      run.act({ kind: 'said', fingerprint: `try ${call}` });
      const why = run.live(everyMs);
      if (call < 25) expect(why).toBeNull();
      else expect(why).toContain('the same thing 25 times in a row and nothing changed by it: npm test');
    }
  });

  it('is not stuck by the same call when something changes by it, or another is between', () => {
    const changing = watched();
    let n = 0;
    for (let call = 0; call < 60; call += 1) {
      changing.act({});
      expect(changing.live(everyMs, { workspace: () => String(Math.floor(n++ / 10)) })).toBeNull();
    }
    const varied = watched();
    for (let call = 0; call < 60; call += 1) {
      varied.act({ fingerprint: String(call % 2) });
      expect(varied.live(everyMs)).toBeNull();
    }
  });

  it('is not stuck while it waits for an answer of people', () => {
    const run = watched();
    run.act({});
    run.asks(true);
    expect(run.live(10 * 60 * minute)).toBeNull();
    run.asks(false);
    expect(run.live(4 * minute)).toBeNull();
    expect(run.live(2 * minute)).not.toBeNull();
  });

  it('is not stuck when the machine slept', () => {
    const run = watched();
    run.act({});
    expect(run.live(2 * minute)).toBeNull();
    run.sleep(10 * 60 * minute);
    expect(run.live(2 * minute)).toBeNull();
    expect(run.live(3 * minute)).not.toBeNull();
  });
});
