import { beforeEach, describe, expect, it } from 'vitest';
import { DurableTimers } from '../../src/coordinator/durable-timers.ts';
import type { StreamId } from '../../src/store/store.port.ts';
import { HandClock } from '../sessions/hand-clock.ts';

const hour = 3_600_000;
const stream: StreamId = 'ticket/t1';

describe('a timer once armed', () => {
  let clock: HandClock;
  let fired: string[];
  let timers: DurableTimers;
  const arm = (timer: string, inMs: number, of: StreamId = stream) =>
    timers.arm([{ stream: of, timer, dueAt: clock.wall + inMs }]);
  beforeEach(() => {
    clock = new HandClock();
    fired = [];
    timers = new DurableTimers(clock, (row) => fired.push(`${row.stream} ${row.timer}`));
  });

  it('is not delayed by a wall clock that jumps back', () => {
    arm('deadline', 10_000);
    clock.turn(4_000);
    clock.wall -= hour;
    clock.turn(5_999);
    expect(fired).toEqual([]);
    clock.turn(1);
    expect(fired).toEqual(['ticket/t1 deadline']);
  });

  it('is not hastened by a wall clock that jumps forward, not even when another one wakes it', () => {
    arm('deadline', 10_000);
    arm('quiet', 1_000);
    clock.wall += hour;
    clock.turn(1_000);
    expect(fired).toEqual(['ticket/t1 quiet']);
    clock.turn(8_999);
    expect(fired).toEqual(['ticket/t1 quiet']);
    clock.turn(1);
    expect(fired).toEqual(['ticket/t1 quiet', 'ticket/t1 deadline']);
  });

  it('fires at once when it was due before it was armed, and after what is left of it otherwise', () => {
    arm('past', -hour);
    arm('left', 500);
    clock.turn(0);
    expect(fired).toEqual(['ticket/t1 past']);
    clock.turn(500);
    expect(fired).toEqual(['ticket/t1 past', 'ticket/t1 left']);
  });

  it('is replaced by one of the same name, and goes with its stream', () => {
    arm('deadline', 1_000);
    arm('deadline', 5_000);
    arm('recheck', 1_000, 'service/s1');
    arm('forgive', 1_000, 'service/s1');
    arm('restart', 1_000, 'service/s10');
    timers.cancelAll('service/s1');
    clock.turn(1_000);
    expect(fired).toEqual(['service/s10 restart']);
    clock.turn(4_000);
    expect(fired).toEqual(['service/s10 restart', 'ticket/t1 deadline']);
    expect(timers.size).toBe(0);
  });
});
