import { describe, expect, it } from 'vitest';
import { amountText, shareText } from '../../../machines/policy/amounts.ts';
import { budgetsOf, narrowed, noLimit } from '../../../machines/policy/budget-limits.ts';
import type { MatchTicket } from '../../../machines/policy/match-parties.ts';
import { openBudgetGate, type ServiceMoney } from '../../../machines/policy/open-budget-gate.ts';
import { Line, reserved, spent } from '../line/given-line.ts';

type Budgets = Parameters<typeof budgetsOf>[0];

const ticket = (id: string, more: Partial<MatchTicket> = {}): MatchTicket => ({
  id,
  kind: 'build',
  service: 'quotes',
  requires: [['builder']],
  avoid: [],
  excluded: [],
  priority: 1,
  openedAt: 0,
  paused: false,
  ...more,
});

const unspent: ServiceMoney = { own: null, spent: { usd: null, tokens: null, ms: null, unknown: 0 } };

function gate(
  budgets: Budgets,
  tell: (line: Line) => Line = (line) => line,
  money: Partial<ServiceMoney> = {},
) {
  return openBudgetGate(tell(Line.fresh({ budgets })).context, () => ({ ...unspent, ...money }));
}

const used = (usd: number | null, unknown = 0) => ({ spent: { usd, tokens: null, ms: 0, unknown } });

describe('without a budget', () => {
  it('everything may start, and nothing is limited', () => {
    expect(gate({}).reserve(ticket('t-1'))).toEqual({ reserved: noLimit });
  });
});

describe('a budget of the ticket', () => {
  it('is what a holding may take, less what the holdings before it took', () => {
    const one = gate({ ticket: { usd: 5, minutes: 10 } });
    expect(one.reserve(ticket('t-1'))).toEqual({ reserved: { usd: 5, tokens: null, ms: 600_000 } });
    const again = ticket('t-1', { spent: { usd: 3, tokens: null, ms: 60_000 } });
    expect(one.reserve(again)).toEqual({ reserved: { usd: 2, tokens: null, ms: 540_000 } });
  });

  it('that is used up lets it start no more', () => {
    const again = ticket('t-1', { spent: { usd: 5, tokens: null, ms: 0 } });
    expect(gate({ ticket: { usd: 5 } }).reserve(again)).toEqual({
      reason: "the ticket's budget is used up: 5 of 5 USD",
    });
  });

  it('is never more than a day may cost', () => {
    const one = gate({ ticket: { usd: 50 }, day: { usd: 20 } });
    expect(one.reserve(ticket('t-1'))).toMatchObject({ reserved: { usd: 20 } });
  });
});

describe('a budget of the service', () => {
  it('alone is what its one ticket may take', () => {
    expect(gate({ service: { usd: 20 } }, undefined, used(15)).reserve(ticket('t-1'))).toMatchObject({
      reserved: { usd: 5 },
    });
  });

  it('cuts a ticket down to what is left of it', () => {
    const one = gate({ ticket: { usd: 8 }, service: { usd: 20 } }, undefined, used(15));
    expect(one.reserve(ticket('t-1'))).toMatchObject({ reserved: { usd: 5 } });
  });

  it('that other work on it may still use up makes a ticket wait for that work', () => {
    const one = gate({ ticket: { usd: 8 }, service: { usd: 20 } });
    expect(one.reserve(ticket('t-1'))).toMatchObject({ reserved: { usd: 8 } });
    expect(one.reserve(ticket('t-2'))).toMatchObject({ reserved: { usd: 8 } });
    expect(one.reserve(ticket('t-3'))).toEqual({
      reason:
        'the budget of the service is set aside for work under way: 0 of 20 USD are used and 16 USD set aside',
    });
    expect(one.reserve(ticket('t-4', { service: 'todo' }))).toMatchObject({ reserved: { usd: 8 } });
  });

  it('that is used up lets nothing of it start, and says what lets it go on', () => {
    expect(gate({ service: { usd: 20 } }, undefined, used(20.5)).reserve(ticket('t-1'))).toEqual({
      reason:
        'the budget of the service is used up by this change: 20.50 of 20 USD; a larger budget in andon.yaml lets it go on',
    });
  });

  it('counts holdings that did not say as what a ticket may take, and says so', () => {
    const budgets = { ticket: { usd: 5 }, service: { usd: 20 } };
    expect(gate(budgets, undefined, used(12, 1)).reserve(ticket('t-1'))).toMatchObject({
      reserved: { usd: 3 },
    });
    const waits = gate(budgets, undefined, used(10, 2)).reserve(ticket('t-1'));
    expect(waits).toMatchObject({
      reason: expect.stringMatching(/20 of 20 USD, 10 USD of it assumed for 2 that did not say/),
    });
  });

  it('may be lowered by the service itself, and not raised', () => {
    const own = (usd: number) => ({ own: { ...noLimit, usd } });
    const home = { service: { usd: 20 } };
    expect(gate(home, undefined, own(3)).reserve(ticket('t-1'))).toMatchObject({ reserved: { usd: 3 } });
    expect(gate(home, undefined, own(90)).reserve(ticket('t-1'))).toMatchObject({ reserved: { usd: 20 } });
    expect(gate({}, undefined, own(3)).reserve(ticket('t-1'))).toMatchObject({ reserved: { usd: 3 } });
    expect(narrowed(budgetsOf(home), { usd: null, tokens: 9, ms: null }).service).toEqual({
      usd: 20,
      tokens: 9,
      ms: null,
    });
  });
});

describe('a budget of the day', () => {
  it('ends no work, and lets start what its kind usually costs', () => {
    const usual = (line: Line) =>
      line.at(1, reserved('t-0', 1)).at(2, spent('t-0', 1, { usd: 4, tokens: 10, ms: 5 }));
    const one = gate({ day: { usd: 13 } }, usual);
    expect(one.reserve(ticket('t-1'))).toEqual({ reserved: noLimit });
    expect(one.reserve(ticket('t-2'))).toEqual({ reserved: noLimit });
    // 4 are used and 8 set aside: 1 is left, less than it usually costs, and more than nothing.
    expect(one.reserve(ticket('t-3'))).toEqual({ reserved: noLimit });
    expect(one.reserve(ticket('t-4'))).toMatchObject({
      reason: expect.stringMatching(
        /^the day's budget does not cover it: it may take 4 USD; 4 of 13 USD are used/,
      ),
    });
  });

  it('does not let start what may take more than is left, and gives the numbers', () => {
    const busy = (line: Line) =>
      line.at(1, reserved('t-0', 1, { usd: 5 })).at(2, spent('t-9', 1, { usd: 12 }));
    expect(gate({ ticket: { usd: 5 }, day: { usd: 20 } }, busy).reserve(ticket('t-1'))).toEqual({
      reason:
        "the day's budget does not cover it: it may take 5 USD; 12 of 20 USD are used and 5 USD set aside for work under way",
    });
  });

  it('has what a holding used of its reservation only once', () => {
    const busy = (line: Line) =>
      line.at(1, reserved('t-0', 1, { usd: 5 })).at(2, spent('t-0', 1, { usd: 4 }, false));
    const one = gate({ ticket: { usd: 5 }, day: { usd: 10 } }, busy);
    expect(one.reserve(ticket('t-1'))).toMatchObject({ reserved: { usd: 5 } });
    expect(one.reserve(ticket('t-2'))).toHaveProperty('reason');
  });

  it('that is used up lets nothing start until midnight', () => {
    const busy = (line: Line) => line.at(1, spent('t-9', 1, { usd: 20 }));
    expect(gate({ day: { usd: 20 } }, busy).reserve(ticket('t-1'))).toEqual({
      reason:
        "the day's budget is used up: 20 of 20 USD; it goes on at midnight, or with a larger budgets.day in andon.yaml",
    });
    const next = (line: Line) => busy(line).at(2, { type: 'DayBegan', day: '2026-11-21', endsAt: 9 });
    const later = (line: Line) => next(line).at(9, { type: 'DayBegan', day: '2026-11-22', endsAt: 19 });
    expect(gate({ day: { usd: 20 } }, next).reserve(ticket('t-1'))).toHaveProperty('reason');
    expect(gate({ day: { usd: 20 } }, later).reserve(ticket('t-1'))).toEqual({ reserved: noLimit });
  });

  it('of nothing lets nothing start', () => {
    expect(gate({ day: { tokens: 0 } }).reserve(ticket('t-1'))).toHaveProperty('reason');
  });

  it('counts what did not say its money as what was set aside for it', () => {
    const silent = (line: Line) =>
      line.at(1, reserved('t-0', 1, { usd: 5 })).at(2, spent('t-0', 1, { ms: 9 }));
    expect(gate({ ticket: { usd: 5 }, day: { usd: 8 } }, silent).reserve(ticket('t-1'))).toEqual({
      reason:
        "the day's budget does not cover it: it may take 5 USD; 5 of 8 USD are used, 5 USD of it assumed for 1 that did not say and 0 USD set aside for work under way",
    });
  });

  it('is passed by no more than one reservation, however much is asked of it', () => {
    // Every holding takes all it may; what is under way at once is bounded by what was left.
    let line = Line.fresh({ budgets: { ticket: { usd: 3 }, day: { usd: 20 } } });
    for (let n = 1; n <= 50; n += 1) {
      const answer = openBudgetGate(line.context, () => unspent).reserve(ticket(`t-${n}`));
      if (!('reserved' in answer)) continue;
      line = line.at(n, reserved(`t-${n}`, 1, { usd: answer.reserved.usd ?? 0 }));
      if (n % 3 === 0) line = line.at(n, spent(`t-${n}`, 1, { usd: 3 }));
    }
    for (const [id, { token }] of Object.entries(line.context.spend.open)) {
      line = line.at(99, spent(id, token, { usd: 3 }));
    }
    expect(line.context.spend.today.usd).toBe(18);
  });
});

describe('amounts', () => {
  it('are written as people read them', () => {
    expect(amountText('usd', 1234.5)).toBe('1,234.50 USD');
    expect(amountText('usd', 0.004)).toBe('0.004 USD');
    expect(amountText('tokens', 1_250_000)).toBe('1,250,000 tokens');
    expect(amountText('ms', 90_000)).toBe('1.5 minutes');
    expect(amountText('ms', 60_000)).toBe('1 minute');
    expect(shareText('ms', 60_000, 120_000)).toBe('1 of 2 minutes');
    expect(shareText('usd', 19.5, 20)).toBe('19.50 of 20 USD');
  });
});
