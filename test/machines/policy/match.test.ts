import { describe, expect, it } from 'vitest';
import { match } from '../../../machines/policy/match.ts';
import type { MatchSession, MatchTicket } from '../../../machines/policy/match-parties.ts';

const ticket = (id: string, more: Partial<MatchTicket> = {}): MatchTicket => ({
  id,
  kind: 'build',
  service: `s-${id}`,
  requires: [['builder']],
  avoid: [],
  excluded: [],
  priority: 10,
  openedAt: 1,
  paused: false,
  ...more,
});
const session = (name: string, more: Partial<MatchSession> = {}): MatchSession => ({
  name,
  capabilities: ['builder'],
  slots: 1,
  freeSlots: 1,
  fresh: true,
  draining: false,
  record: {},
  lastTaken: null,
  ...more,
});
const matched = (tickets: MatchTicket[], sessions: MatchSession[], linePaused = false) => {
  const { assignments, left } = match({ tickets, sessions, at: 1_000_000, linePaused });
  return {
    pairs: assignments.map((assignment) => `${assignment.ticket}→${assignment.session}`),
    left: Object.fromEntries(left),
  };
};
const fix = { kind: 'fix', requires: [['fixer'], ['tester'], ['builder']] } as const;

describe('matching', () => {
  it('gives the most urgent ticket the slot there is, and says why the other waits', () => {
    const { pairs, left } = matched([ticket('a'), ticket('b', { priority: 30 })], [session('b1')]);
    expect(pairs).toEqual(['b→b1']);
    expect(left).toEqual({ a: ['b1 has no free slot (holds 1 of 1)'] });
  });

  it('takes the older of two equally urgent ones', () => {
    expect(matched([ticket('a', { openedAt: 2 }), ticket('b')], [session('b1')]).pairs).toEqual(['b→b1']);
  });

  it('knows a capability by its other names', () => {
    expect(matched([ticket('a')], [session('b1', { capabilities: ['Build'] })]).pairs).toEqual(['a→b1']);
  });

  it('prefers the session that succeeds more often', () => {
    const good = session('z', { record: { build: { done: 9, failed: 1, durations: [] } } });
    const bad = session('a', { record: { build: { done: 1, failed: 9, durations: [] } } });
    expect(matched([ticket('t')], [bad, good]).pairs).toEqual(['t→z']);
  });

  it('spreads work over equal sessions', () => {
    const pairs = matched(
      [ticket('a'), ticket('b', { openedAt: 2 })],
      [session('x', { slots: 2, freeSlots: 2 }), session('y', { slots: 2, freeSlots: 2 })],
    ).pairs;
    expect(pairs).toEqual(['a→x', 'b→y']);
  });

  it('prefers a session that knows the service, among equals', () => {
    const pairs = matched([ticket('a')], [session('x'), session('y', { knows: ['s-a'] })]).pairs;
    expect(pairs).toEqual(['a→y']);
  });

  it('gives the same answer whatever the order', () => {
    const tickets = Array.from({ length: 20 }, (_, index) => ticket(`t${index}`));
    const sessions = Array.from({ length: 7 }, (_, index) =>
      session(`s${index}`, { slots: 2, freeSlots: 2 }),
    );
    const one = matched(tickets, sessions);
    const other = matched([...tickets].reverse(), [...sessions].reverse());
    expect(other).toEqual(one);
    expect(one.pairs).toHaveLength(14);
    expect(Object.keys(one.left)).toHaveLength(6);
  });

  it('waits for a busy fixer rather than taking a builder, and takes the builder where there is no fixer', () => {
    const busy = session('f1', { capabilities: ['fixer'], freeSlots: 0 });
    expect(matched([ticket('a', fix)], [busy, session('b1')]).left).toEqual({
      a: ['f1 has no free slot (holds 1 of 1)'],
    });
    const silent = { ...busy, fresh: false };
    expect(matched([ticket('a', fix)], [silent, session('b1')]).pairs).toEqual(['a→b1']);
  });

  it('lets the builder test its own work only where nobody else could', () => {
    const tests = { kind: 'write-tests', requires: [['tester'], ['builder']], avoid: ['b1'] } as const;
    const both = session('b1', { capabilities: ['builder', 'tester'] });
    expect(matched([ticket('a', tests)], [both, session('b2')]).pairs).toEqual(['a→b2']);
    expect(matched([ticket('a', tests)], [both, session('b2', { freeSlots: 0 })]).pairs).toEqual([]);
    expect(matched([ticket('a', tests)], [both]).pairs).toEqual(['a→b1']);
    expect(matched([ticket('a', tests)], [both, session('b2', { fresh: false })]).pairs).toEqual(['a→b1']);
  });
});

describe('the reason a ticket is left', () => {
  const why = (sessions: MatchSession[], more: Partial<MatchTicket> = {}) =>
    matched([ticket('a', more)], sessions).left.a;

  it.each([
    ['nobody has the capability', [], 'no session with capability builder is registered'],
    ['silence', [session('s', { fresh: false })], 's is silent'],
    ['draining', [session('s', { draining: true })], 's is draining and takes nothing new'],
    [
      'a parked provider',
      [session('s', { parked: { until: 2e6, reason: 'usage limit' } })],
      's rests until 1970-01-01 00:33 UTC: usage limit',
    ],
    ['full slots', [session('s', { slots: 3, freeSlots: 0 })], 's has no free slot (holds 3 of 3)'],
  ])('is %s', (_name, sessions, sentence) => {
    expect(why(sessions)).toEqual([sentence]);
  });

  it('is that the session said it cannot', () => {
    expect(why([session('s')], { excluded: ['s'] })).toEqual(['s said it cannot do this']);
  });

  it('is the pause of the service or of the line', () => {
    expect(why([session('s')], { paused: true })).toEqual(['the service is paused']);
    expect(matched([ticket('a')], [session('s')], true).left).toEqual({ a: ['the line is paused'] });
  });

  it('names each missing capability', () => {
    expect(why([], fix)).toEqual([
      'no session with capability fixer is registered',
      'no session with capability tester is registered',
      'no session with capability builder is registered',
    ]);
  });

  it('counts the sessions beyond a few', () => {
    const many = Array.from({ length: 30 }, (_, index) => session(`s${index}`, { freeSlots: 0 }));
    expect(why(many)?.at(-1)).toBe('and 22 more sessions cannot take it now');
  });
});
