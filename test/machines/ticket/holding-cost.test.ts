import { describe, expect, it } from 'vitest';
import { Ticket } from './given-ticket.ts';

const limited = { usd: 2, tokens: 1_000, ms: 30 * 60_000 };
const held = () => Ticket.fresh().assigned('b1', { reserved: limited });
const spentOf = (ticket: Ticket) => ticket.toldLine.map((event) => event);

describe('what a holding uses', () => {
  it('has something set aside from its first moment, and its time is measured', () => {
    const ticket = held();
    expect(ticket.toldLine).toEqual([
      expect.objectContaining({ type: 'BudgetReserved', token: 1, session: 'b1', reserved: limited }),
    ]);
    expect(ticket.effects).toContainEqual({
      type: 'startTimer',
      timer: 'allowance-1',
      afterMs: limited.ms,
    });
  });

  it('is told to the line as it grows, and to the owner in total', () => {
    const ticket = held().used(0.5, 100).used(0.75, 300, 120_000);
    expect(spentOf(ticket)).toEqual([
      expect.objectContaining({ spent: { usd: 0.25, tokens: 200, ms: 60_000 }, over: false }),
    ]);
    expect(ticket.effects).toContainEqual(
      expect.objectContaining({
        event: expect.objectContaining({
          type: 'TicketSpent',
          spent: { usd: 0.75, tokens: 300, ms: 120_000 },
          over: false,
        }),
      }),
    );
    expect(ticket.context.spent).toEqual({ usd: 0.75, tokens: 300, ms: 120_000, unknown: 0 });
  });

  it('only rises: a smaller or an unknown total takes nothing back', () => {
    const ticket = held().used(0.5, 100);
    expect(ticket.used(0.4, null).ignored).toBe(true);
    expect(ticket.used(null, 150).context.usage).toEqual({ usd: 0.5, tokens: 150, ms: 60_000 });
  });

  it('is not told of again for a little time alone', () => {
    const ticket = held().used(0.5);
    expect(ticket.used(0.5, null, 90_000).ignored).toBe(true);
    expect(ticket.used(0.5, null, 120_000).ignored).toBe(false);
  });

  it('is over with the holding, once', () => {
    const submitted = held().used(0.5).says({ type: 'SubmissionReceived', commit: 'c' });
    expect(spentOf(submitted)).toEqual([
      expect.objectContaining({ spent: { usd: 0, tokens: null, ms: 0 }, over: true }),
    ]);
    expect(spentOf(submitted.when({ type: 'TicketAccepted', token: 1 }))).toEqual([]);
    expect(submitted.effects).toContainEqual({ type: 'cancelTimer', timer: 'allowance-1' });
  });

  it('is heard also after the work was handed in', () => {
    const submitted = held().used(0.5).says({ type: 'SubmissionReceived', commit: 'c' });
    expect(spentOf(submitted.used(0.6))).toEqual([
      expect.objectContaining({ spent: { usd: expect.closeTo(0.1), tokens: null, ms: 0 }, over: false }),
    ]);
  });

  it('is unknown where nothing was said, but for the time that passed', () => {
    const ticket = held().says({ type: 'WorkReleased', reason: 'r' });
    expect(spentOf(ticket)).toEqual([
      expect.objectContaining({ spent: { usd: null, tokens: null, ms: 60_000 }, over: true }),
    ]);
    expect(ticket.context.spent).toEqual({ usd: null, tokens: null, ms: 60_000, unknown: 1 });
    expect(ticket.context.history.at(-1)?.usage).toBe(null);
  });

  it('is kept with the holding it belongs to, beside why its session was chosen', () => {
    const card = { score: 1, parts: { free: 1 }, runnersUp: [], leftOut: ['b2 is silent'] };
    const ticket = Ticket.fresh()
      .assigned('b1', { card })
      .used(0.5)
      .says({ type: 'WorkReleased', reason: 'r' })
      .assigned('b2')
      .used(0.25);
    expect(ticket.context.history).toEqual([
      expect.objectContaining({ session: 'b1', card, usage: { usd: 0.5, tokens: null, ms: 60_000 } }),
    ]);
    expect([ticket.context.card, ticket.context.spent.usd]).toEqual([null, 0.75]);
  });

  it('goes on after a late submission, and no end of it is counted twice', () => {
    const late = held()
      .used(0.5)
      .says({ type: 'LeaseExpired' })
      .says({ type: 'SubmissionReceived', commit: 'c' });
    expect(spentOf(late)).toEqual([]);
    const rejected = late.used(0.7).when({ type: 'TicketRejected', token: 1, feedback: ['f'] });
    expect(rejected.context.history.map(({ usage }) => usage?.usd)).toEqual([0.5, expect.closeTo(0.2)]);
    expect(rejected.context.spent.usd).toBe(0.7);
  });

  it.each([
    ['money', { usd: 2.5, tokens: null, ms: 1 }, 'b1: it used $2.50 of $2.00; its budget is spent'],
    ['tokens', { usd: null, tokens: 1_500, ms: 1 }, 'b1: it used 1,500 of 1,000 tokens; its budget is spent'],
    ['time', { usd: null, tokens: null, ms: 1_860_000 }, 'b1: it used 31 of 30 minutes; its budget is spent'],
  ])('ends the holding and the ticket where it is more %s than was set aside', (_what, usage, reason) => {
    const over = held().says({ type: 'UsageReported', usage });
    expect([over.state, over.outcomes]).toEqual(['exhausted', ['overspent']]);
    expect(over.effects).toContainEqual(expect.objectContaining({ type: 'recall', session: 'b1' }));
    expect(over.effects).toContainEqual(
      expect.objectContaining({
        event: { type: 'TicketExhausted', ticket: 't-1', why: 'budget', reasons: [reason] },
      }),
    );
    expect(over.toldLine.at(-1)).toMatchObject({ over: true });
  });

  it('ends the holding when its time is up, whatever its session says', () => {
    const over = held().when({ type: 'TimerFired', timer: 'allowance-1' });
    expect([over.state, over.told.at(-1)]).toEqual(['exhausted', 'TicketExhausted']);
    const next = held().says({ type: 'WorkReleased', reason: 'r' }).assigned('b2', { reserved: limited });
    expect(next.when({ type: 'TimerFired', timer: 'allowance-1' }).ignored).toBe(true);
  });

  it('is not held against a limit where there is none', () => {
    expect(Ticket.fresh().assigned().used(1e9, 1e12, 1e12).state).toBe('held');
  });
});
