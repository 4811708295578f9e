import { describe, expect, it } from 'vitest';
import { nothingYet } from '../../../machines/line/line.initial.ts';
import { restore } from '../../../machines/step.ts';
import { died, fired, Line, parked } from './given-line.ts';

const settings = { breakerDeaths: 3, breakerWindowMs: 30_000, breakerPauseMs: 60_000, parkCapMs: 100_000 };
const line = () => Line.fresh(settings);

describe('an account whose limit is reached', () => {
  it('rests until then, and a timer ends that', () => {
    const resting = line().at(1_000, parked('claude', 11_000));
    expect(resting.context.accounts.claude).toEqual({
      until: 11_000,
      reason: 'its provider lets nobody work',
      session: 's1',
    });
    expect(resting.effects).toEqual([{ type: 'startTimer', timer: 'account:claude', afterMs: 10_000 }]);
    expect(resting.at(11_000, fired('account:claude')).context.accounts).toEqual({});
  });

  it('rests for as long as the longest of what its sessions say', () => {
    const resting = line().at(1_000, parked('claude', 50_000));
    expect(resting.at(2_000, parked('claude', 20_000, 's2')).ignored).toBe(true);
    const longer = resting.at(2_000, parked('claude', 70_000, 's2'));
    expect(longer.context.accounts.claude?.until).toBe(70_000);
    expect(longer.effects).toEqual([{ type: 'startTimer', timer: 'account:claude', afterMs: 68_000 }]);
  });

  it('never rests longer than the cap, whatever a session says', () => {
    const resting = line().at(1_000, parked('claude', 9e15));
    expect(resting.context.accounts.claude?.until).toBe(101_000);
  });

  it('does not rest for a time that is over', () => {
    expect(line().at(1_000, parked('claude', 1_000)).ignored).toBe(true);
  });

  it('is let work again by a word, which stops its timer', () => {
    const freed = line()
      .at(1_000, parked('claude', 11_000))
      .at(2_000, { type: 'AccountFreed', account: 'claude' });
    expect(freed.context.accounts).toEqual({});
    expect(freed.effects).toEqual([{ type: 'cancelTimer', timer: 'account:claude' }]);
    expect(freed.at(3_000, { type: 'AccountFreed', account: 'claude' }).ignored).toBe(true);
    expect(freed.at(11_000, fired('account:claude')).ignored).toBe(true);
  });

  it('is one of at most 500: the one that is free soonest gives way', () => {
    const names = Array.from({ length: 501 }, (_, index) => `account-${index}`);
    const full = names.reduce((all, name, index) => all.at(1, parked(name, 10_000 + index)), line());
    expect(Object.keys(full.context.accounts)).toHaveLength(500);
    expect(full.context.accounts['account-0']).toBeUndefined();
    expect(full.effects).toContainEqual({ type: 'cancelTimer', timer: 'account:account-0' });
  });

  it('may have any name', () => {
    const resting = line().at(1_000, parked('__proto__', 11_000)).at(1_000, parked('constructor', 12_000));
    expect(Object.keys(resting.context.accounts).sort()).toEqual(['__proto__', 'constructor']);
    const free = resting.at(11_000, fired('account:__proto__'));
    expect(Object.keys(free.context.accounts)).toEqual(['constructor']);
    expect(line().at(1_000, { type: 'AccountFreed', account: 'constructor' }).ignored).toBe(true);
  });
});

describe('the breaker', () => {
  const three = () => line().at(1_000, died('a')).at(2_000, died('b')).at(3_000, died('c'));

  it('opens with the third death within the window, and says who died', () => {
    expect(line().at(1_000, died('a')).at(2_000, died('b')).context.breaker).toBeNull();
    expect(three().context.breaker).toEqual({
      until: 63_000,
      reason: '3 sessions died with work in their hands within 30 s: a, b, c',
      deaths: ['a', 'b', 'c'],
    });
    expect(three().effects).toEqual([{ type: 'startTimer', timer: 'breaker', afterMs: 60_000 }]);
  });

  it('counts a session once, however often it dies', () => {
    const often = line().at(1_000, died('a')).at(2_000, died('a')).at(3_000, died('b')).at(4_000, died('b'));
    expect(often.context.breaker).toBeNull();
    expect(often.at(5_000, died('c')).context.breaker).not.toBeNull();
  });

  it('forgets a death that is older than the window', () => {
    const slow = line().at(1_000, died('a')).at(2_000, died('b')).at(31_001, died('c'));
    expect(slow.context.breaker).toBeNull();
    expect(slow.context.deaths.map(({ session }) => session)).toEqual(['b', 'c']);
  });

  it('is not held open by deaths while it is open, and starts to count anew when it closes', () => {
    const open = three().at(4_000, died('d')).at(5_000, died('e'));
    expect(open.context.breaker?.until).toBe(63_000);
    const closed = open.at(63_000, fired('breaker'));
    expect(closed.context.breaker).toBeNull();
    expect(closed.at(63_001, died('f')).context.breaker).toBeNull();
  });

  it('is closed by whoever lets the line go on', () => {
    const resumed = three().at(4_000, { type: 'LineResumed' });
    expect(resumed.ignored).toBe(false);
    expect(resumed.context.breaker).toBeNull();
    expect(resumed.effects).toEqual([{ type: 'cancelTimer', timer: 'breaker' }]);
    expect(resumed.snapshot.value).toBe('running');
    expect(resumed.at(5_000, { type: 'LineResumed' }).ignored).toBe(true);
    expect(resumed.at(63_000, fired('breaker')).ignored).toBe(true);
  });
});

describe('a paused line', () => {
  it('takes every fact, and says it goes on with its breaker closed', () => {
    const paused = line()
      .at(1_000, { type: 'LinePaused' })
      .at(2_000, parked('claude', 50_000), died('a'), died('b'), died('c'));
    expect(paused.snapshot.value).toBe('paused');
    expect(paused.context.accounts.claude?.until).toBe(50_000);
    expect(paused.context.breaker).not.toBeNull();
    const on = paused.at(3_000, { type: 'LineResumed' });
    expect(on.snapshot.value).toBe('running');
    expect(on.context.breaker).toBeNull();
    expect(on.context.accounts.claude?.until).toBe(50_000);
  });
});

describe('a line that was stored before it knew of any of this', () => {
  it('goes on where it was, with nothing parked, nothing spent and nothing limited', () => {
    const stored = { value: 'paused', context: { since: 5 }, status: 'active' };
    expect(restore('line', stored, 1)).toEqual({ ...stored, context: { ...nothingYet, since: 5 } });
  });
});

describe('settings that changed', () => {
  it('hold from here on', () => {
    const { settings: before } = line().context;
    const changed = line().at(1_000, {
      type: 'LineSettingsChanged',
      settings: { ...before, breakerDeaths: 1 },
    });
    expect(changed.at(2_000, died('a')).context.breaker).not.toBeNull();
  });
});
