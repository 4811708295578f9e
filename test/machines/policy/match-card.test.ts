import { describe, expect, it } from 'vitest';
import type { BudgetGate } from '../../../machines/policy/budget-gate.ts';
import { match, takenBy } from '../../../machines/policy/match.ts';
import type { MatchSession, MatchTicket } from '../../../machines/policy/match-parties.ts';
import type { MatchConditions } from '../../../machines/policy/match-round.ts';
import { byUrgency } from '../../../machines/policy/urgency.ts';
import { WorkInHands } from '../../../machines/policy/wip.ts';
import type { KindRecord } from '../../../machines/session/session.context.ts';

const ticket = (id: string, more: Partial<MatchTicket> = {}): MatchTicket => ({
  ...{ id, kind: 'build', service: `s-${id}`, requires: [['builder']], avoid: [], excluded: [] },
  ...{ priority: 10, openedAt: 1, paused: false },
  ...more,
});
const session = (name: string, more: Partial<MatchSession> = {}): MatchSession => ({
  ...{ name, capabilities: ['builder'], slots: 1, freeSlots: 1, fresh: true, draining: false },
  ...{ record: {}, lastTaken: null },
  ...more,
});
const now: MatchConditions = { at: 1_000_000, linePaused: false };
const given = (tickets: MatchTicket[], sessions: MatchSession[], more: Partial<MatchConditions> = {}) =>
  match({ tickets, sessions, ...now, ...more });
const cardOf = (one: MatchTicket, sessions: MatchSession[]) => given([one], sessions).assignments[0]?.card;
const recordOf = (more: Partial<KindRecord>) => ({ build: { done: 5, failed: 0, durations: [], ...more } });

describe('a score card', () => {
  it('says what the score is the sum of', () => {
    const card = cardOf(ticket('a'), [session('b1', { record: recordOf({}) })]);
    const sum = Object.values(card?.parts ?? {}).reduce((all, part) => all + part, 0);
    expect(sum).toBeCloseTo(card?.score ?? 0);
    expect(Object.keys(card?.parts ?? {}).sort()).toEqual(
      ['success', 'speed', 'cost', 'rest', 'free', 'affinity', 'separation'].sort(),
    );
  });

  it('names the three next best, best first', () => {
    const sessions = [1, 2, 3, 4, 5].map((n) => session(`b${n}`, { record: recordOf({ done: 10 - n }) }));
    const { session: chosen } = given([ticket('a')], sessions).assignments[0] ?? {};
    const next = cardOf(ticket('a'), sessions)?.runnersUp.map((each) => each.session);
    expect([chosen, next]).toEqual(['b1', ['b2', 'b3', 'b4']]);
  });

  it('says why others were left out, the silent, the resting, the full and the excluded', () => {
    const card = cardOf(ticket('a', { excluded: ['no'] }), [
      session('b1'),
      session('busy', { freeSlots: 0 }),
      session('deaf', { fresh: false }),
      session('no'),
      session('rests', { account: 'acc', parked: { until: 0, reason: 'usage limit' } }),
    ]);
    expect(card?.leftOut).toEqual([
      'no said it cannot do this',
      'busy has no free slot (holds 1 of 1)',
      'deaf is silent',
      'rests (account acc) rests until 1970-01-01 00:00 UTC: usage limit',
    ]);
  });

  it('names at most eight of those left out', () => {
    const many = Array.from({ length: 20 }, (_, n) => session(`x${n}`, { fresh: false }));
    expect(cardOf(ticket('a'), [session('b1'), ...many])?.leftOut).toHaveLength(8);
  });

  it('marks who checks its own work for want of another', () => {
    const tests = ticket('a', { requires: [['builder']], avoid: ['b1'] });
    const card = cardOf(tests, [session('b1'), session('b2', { fresh: false })]);
    expect(card?.leftOut[0]).toBe(
      'nobody else can take it: a fresh context of b1, which made what this ticket checks',
    );
    expect(card?.parts.separation).toBe(-1);
    expect(cardOf(tests, [session('b1'), session('b2')])?.parts.separation).toBe(0);
  });

  it('is the same whatever the order of the sessions', () => {
    const sessions = [session('b3'), session('b1'), session('b2', { fresh: false })];
    expect(cardOf(ticket('a'), sessions)).toEqual(cardOf(ticket('a'), [...sessions].reverse()));
  });
});

describe('matching prefers', () => {
  const choice = (sessions: MatchSession[], one = ticket('a')) =>
    given([one], sessions).assignments[0]?.session;

  it('the cheaper of two that do alike, and holds nothing against an unknown price', () => {
    const cost = (usd: number | null) => ({ cost: { usd, tokens: null, ms: 0, unknown: 0 } });
    const dear = session('a', { record: recordOf(cost(50)) });
    expect(choice([dear, session('z', { record: recordOf(cost(1)) })])).toBe('z');
    expect(choice([dear, session('z', { record: recordOf(cost(null)) })])).toBe('z');
  });

  it('who did work for the service before, also where others come first by name', () => {
    expect(choice([session('a'), session('z', { knows: ['s-a'] })])).toBe('z');
  });
});

describe('a session is given nothing', () => {
  const why = (one: MatchSession, more: Partial<MatchTicket> = {}) =>
    given([ticket('a', more)], [one]).left.get('a');

  it('while what it declares is not to be had', () => {
    const one = session('b1', { unavailable: { builder: 'nobody is logged in' } });
    expect(why(one)).toEqual(['b1 cannot be builder now: nobody is logged in']);
    expect(why(session('b1', { unavailable: { tester: 'no' } }))).toBe(undefined);
  });

  it('that its token does not allow', () => {
    expect(why(session('b1', { authorised: ['tester'] }))).toEqual([
      'b1 is not allowed to be builder: its token does not say so',
    ]);
  });

  it('it declined, until it is made anew', () => {
    const declined = { excluded: ['b1'], declined: { b1: 1 } };
    expect(why(session('b1', { revision: 1 }), declined)).toEqual(['b1 said it cannot do this']);
    expect(why(session('b1', { revision: 2 }), declined)).toBe(undefined);
  });
});

describe('nothing is given out', () => {
  it('while the breaker is open, with its reason', () => {
    const breaker = { until: 5, reason: '3 sessions died' };
    expect(given([ticket('a')], [session('b1')], { breaker }).left.get('a')).toEqual(['3 sessions died']);
  });

  it('beyond the limit of work in hands of a phase', () => {
    const inHands = new WorkInHands({ wipSpec: 0, wipBuild: 2, wipTest: 0 }, ['build']);
    const fix = ticket('c', { kind: 'fix', openedAt: 9 });
    const { assignments, left } = given(
      [ticket('a'), ticket('b'), fix],
      [session('b1', { slots: 5, freeSlots: 5 })],
      { inHands },
    );
    expect(assignments.map((each) => each.ticket)).toEqual(['a', 'c']);
    expect(left.get('b')).toEqual(['2 tickets of BUILD in hands is the limit (wipBuild 2)']);
  });

  it('that the budget does not cover, and the next in line is tried', () => {
    const budget: BudgetGate = {
      reserve: ({ id }) =>
        id === 'a' ? { reason: 'the budget is used up' } : { reserved: { usd: 1, tokens: null, ms: null } },
    };
    const { assignments, left } = given([ticket('a'), ticket('b')], [session('b1')], { budget });
    expect(assignments).toMatchObject([{ ticket: 'b', reserved: { usd: 1 } }]);
    expect(left.get('a')).toEqual(['the budget is used up']);
  });
});

describe('urgency', () => {
  const order = (ageingMs: number, ...tickets: MatchTicket[]) =>
    [...tickets].sort(byUrgency(ageingMs)).map(({ id }) => id);

  it('grows by a step of priority with each span that is waited', () => {
    const old = ticket('old', { priority: 1, openedAt: 0 });
    expect(order(100, old, ticket('young', { priority: 2, openedAt: 99 }))).toEqual(['young', 'old']);
    expect(order(100, old, ticket('young', { priority: 2, openedAt: 101 }))).toEqual(['old', 'young']);
  });

  it('is that of priority alone where nothing ages', () => {
    const old = ticket('old', { priority: 1, openedAt: 0 });
    expect(order(0, old, ticket('young', { priority: 2, openedAt: 1e12 }))).toEqual(['young', 'old']);
  });
});

describe('a ticket asked for by name', () => {
  const ask = (one: MatchSession, more: Partial<MatchTicket> = {}, others: MatchSession[] = []) =>
    takenBy(ticket('a', more), one, [one, ...others], now);

  it('is given to whoever may have it, though others are better', () => {
    const better = session('b2', { record: recordOf({ done: 50 }) });
    expect(ask(session('b1'), {}, [better])).toMatchObject({ given: { session: 'b1' } });
  });

  it.each([
    [session('b1', { capabilities: ['tester'] }), {}, 'b1 does not have the capability builder'],
    [session('b1', { freeSlots: 0 }), {}, 'b1 has no free slot (holds 1 of 1)'],
    [session('b1'), { excluded: ['b1'] }, 'b1 said it cannot do this'],
    [session('b1'), { paused: true }, 'the service is paused'],
  ])('is refused to %o with the reason', (one, more, reason) => {
    expect(ask(one, more)).toEqual({ reasons: [reason] });
  });

  it('goes to who made what it checks only where nobody else could take it', () => {
    const reasons = ['b1 made what this ticket checks; another session is awaited'];
    expect(ask(session('b1'), { avoid: ['b1'] }, [session('b2')])).toEqual({ reasons });
    expect(ask(session('b1'), { avoid: ['b1'] })).toMatchObject({ given: { session: 'b1' } });
  });
});
