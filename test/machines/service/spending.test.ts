import { describe, expect, it } from 'vitest';
import { costNow } from '../../../machines/service/spending.ts';
import { awaitingBuild, building, Service, specSeen } from '../given.ts';

const told = (service: Service, more: Record<string, unknown> = {}) =>
  service.when({
    type: 'TicketSpent',
    ticket: service.context.ticket?.id ?? 't-none',
    token: 1,
    session: 'b1',
    spent: { usd: 2, tokens: 100, ms: 5_000 },
    over: false,
    ...more,
  });
const used = (usd: number | null, ms = 1_000) => ({ usd, tokens: null, ms });
const nothing = { usd: 0, tokens: 0, ms: 0, unknown: 0 };

describe('what work on a service has cost', () => {
  it('is nothing before anybody has worked', () => {
    expect(awaitingBuild().context.spent).toEqual({ n: 1, change: nothing, service: nothing, holdings: [] });
  });

  it('is known while a holding is under way, and part of the sums once it is over', () => {
    const working = told(told(building(), { spent: used(1) }));
    expect(working.context.spent.change).toEqual(nothing);
    expect(costNow(nothing, working.context.spent, () => true)).toEqual({
      usd: 2,
      tokens: 100,
      ms: 5_000,
      unknown: 0,
    });
    const over = told(working, { over: true });
    expect(over.context.spent).toEqual({
      n: 1,
      change: { usd: 2, tokens: 100, ms: 5_000, unknown: 0 },
      service: { usd: 2, tokens: 100, ms: 5_000, unknown: 0 },
      holdings: [],
    });
  });

  it('counts each holding once, and none that is not known', () => {
    const over = told(building(), { over: true });
    expect(told(over, { over: true }).ignored).toBe(true);
    expect(told(building(), { token: 2 }).ignored).toBe(true);
  });

  it('says how many holdings never said what they cost', () => {
    const { change } = told(building(), { spent: used(null), over: true }).context.spent;
    expect(change).toEqual({ usd: 0, tokens: 0, ms: 1_000, unknown: 1 });
  });

  it('begins anew with the next change, and goes on for the service', () => {
    const first = told(building(), { spent: used(2), over: true });
    const second = first.reopened().when(specSeen('B'));
    expect(second.context.spent).toMatchObject({ n: 2, change: nothing, service: { usd: 2 } });
  });

  it('counts what ends late for the change it was for', () => {
    const { id } = building().context.ticket ?? { id: '' };
    const second = building().when(specSeen('B')).timer('supersede');
    const late = told(second, { ticket: id, spent: used(3), over: true });
    expect(late.context.spent).toMatchObject({ n: 2, change: nothing, service: { usd: 3 } });
  });

  it('counts a spec for the change it begins', () => {
    const asked = Service.fresh()
      .when(specSeen('A', { problems: ['SPEC.md:1 no Purpose'] }))
      .held('arch');
    const written = told(asked, { spent: used(4), over: true }).when(specSeen('B'));
    expect(written.context.spent).toMatchObject({ n: 1, change: { usd: 4 }, service: { usd: 4 } });
  });
});
