import { describe, expect, it } from 'vitest';
import type { LineEvent } from '../../machines/line/line.events.ts';
import { lineSentence } from '../../src/app/line-log.ts';
import { ticketState } from '../board/scripted-line.ts';
import { building } from '../machines/given.ts';
import { died, fired, Line, parked, spent } from '../machines/line/given-line.ts';

it('says which clauses a session handed back', () => {
  const event = { type: 'WorkDeclined', token: 1, session: 'builder-1', clauses: ['SPEC.md:9: an e-mail'] };
  const row = { seq: 1, at: 0, stream: 'ticket/t1', version: 1, event, after: null } as const;
  const { context } = Line.fresh();
  const machines = {
    service: () => undefined,
    ticket: () => ticketState('t1', 'notes'),
    line: () => ({ context, state: 'running' }),
  };
  expect(lineSentence(row, machines)).toBe('✋ notes: builder-1 cannot do this: SPEC.md:9: an e-mail');
});

it('says once why a service stands, whatever else was told of it in the same moment', () => {
  const { context, line, live } = building().exhausted('it broke');
  const machines = {
    service: () => ({ context, line, live }),
    ticket: () => undefined,
    line: () => ({ context: Line.fresh().context, state: 'running' }),
  };
  const said = (type: string) =>
    lineSentence(
      { seq: 1, at: context.block?.at ?? 0, stream: 'service/s1', version: 2, event: { type }, after: null },
      machines,
    );
  expect(['TicketSpent', 'TicketReopened', 'TicketExhausted'].map(said)).toEqual([
    undefined,
    undefined,
    '⛔ quotes: Every try at the build ticket failed.',
  ]);
});

describe('of the whole line', () => {
  /** What is said of the last of these events, each a moment after the one before. */
  function said(line: Line, ...events: LineEvent[]): string | undefined {
    const told = events.reduce((all, event) => all.at(all.n * 1_000, event), line);
    const event = events.at(-1) ?? { type: 'LinePaused' };
    const row = {
      seq: told.n,
      at: (told.n - 1) * 1_000,
      stream: 'line/main',
      version: 2,
      event,
      after: null,
    } as const;
    return lineSentence(row, {
      service: () => undefined,
      ticket: () => undefined,
      line: () => ({ context: told.context, state: 'running' }),
    });
  }

  it('an account that rests and one that is let work again are told', () => {
    expect(said(Line.fresh(), parked('claude', 60_000))).toMatch(
      /^💤 claude: its provider lets nobody work; nobody works for this account until \d\d:\d\d$/,
    );
    expect(said(Line.fresh(), parked('claude', 60_000), { type: 'AccountFreed', account: 'claude' })).toBe(
      '▶️ claude: may be worked for again',
    );
    expect(said(Line.fresh(), parked('claude', 60_000), fired('account:claude'))).toMatch(
      /^▶️ claude: its limit/,
    );
  });

  it('the death that opens the breaker is told, and no other', () => {
    expect(said(Line.fresh(), died('a'), died('b'))).toBeUndefined();
    expect(said(Line.fresh(), died('a'), died('b'), died('c'))).toMatch(
      /^🛑 3 sessions died .*: a, b, c; nothing is assigned until \d\d:\d\d$/,
    );
    expect(said(Line.fresh(), died('a'), died('b'), died('c'), died('d'))).toBeUndefined();
  });

  it('the budget of a service is told of once, when its change has nearly used it up', () => {
    const line = Line.fresh({ budgets: { service: { usd: 10 } } });
    const { context } = building();
    const saidAt = (before: number, now: number) => {
      const change = { usd: now, tokens: 0, ms: 0, unknown: 0 };
      const service = { ...context, spent: { ...context.spent, change, n: 1, holdings: [] } };
      const event = spent('t-1', 1, { usd: now - before });
      return lineSentence({ seq: 9, at: 9, stream: 'line/main', version: 2, event, after: null } as const, {
        service: () => ({ context: service, line: 'build.working', live: 'none' }),
        ticket: () => undefined,
        line: () => ({ context: line.context, state: 'running' }),
      });
    };
    expect(saidAt(6, 7)).toBeUndefined();
    expect(saidAt(7, 8.5)).toBe('⚠️ quotes: its budget is nearly used up: 8.50 of 10 USD');
    expect(saidAt(8.5, 9)).toBeUndefined();
  });

  it('what one holding may use is told of once, when it is nearly used up', () => {
    const line = Line.fresh();
    const { context } = building();
    const saidAt = (before: number, now: number) => {
      const held = ticketState('t-1', 'quotes');
      const usage = { usd: now, tokens: null, ms: 0 };
      const ticket = { ...held.context, token: 1, reserved: { usd: 5, tokens: null, ms: null }, usage };
      const event = spent('t-1', 1, { usd: now - before }, false);
      return lineSentence({ seq: 9, at: 9, stream: 'line/main', version: 2, event, after: null } as const, {
        service: () => ({ context, line: 'build.working', live: 'none' }),
        ticket: () => ({ ...held, context: { ...ticket, holder: 'bob' } }),
        line: () => ({ context: line.context, state: 'running' }),
      });
    };
    expect(saidAt(1, 3)).toBeUndefined();
    expect(saidAt(3, 4.5)).toBe('⚠️ quotes: the build by bob has nearly used up what it may: 4.50 of 5 USD');
    expect(saidAt(4.5, 4.9)).toBeUndefined();
  });

  it('the budget of the day is told of when it is nearly used up, when it is used up, and not in between', () => {
    const day = () => Line.fresh({ budgets: { day: { usd: 10 } } });
    const uses = (usd: number) => spent('t-1', 1, { usd });
    expect(said(day(), uses(7))).toBeUndefined();
    expect(said(day(), uses(7), uses(1))).toBe("⚠️ The day's budget is nearly used up: 8 of 10 USD");
    expect(said(day(), uses(7), uses(1), uses(1))).toBeUndefined();
    expect(said(day(), uses(7), uses(1), uses(4))).toBe(
      "🛑 The day's budget is used up (12 of 10 USD): nothing is assigned until midnight",
    );
  });
});
