import { describe, expect, it } from 'vitest';
import { Line, reserved, spent } from './given-line.ts';

const dayOf = (usd: number) => Line.fresh({ budgets: { day: { usd } } });
const began = (day: string, endsAt: number) => ({ type: 'DayBegan', day, endsAt }) as const;

describe('what work costs', () => {
  it('is added up, and what is not known is counted as unknown, never as nothing', () => {
    const { today } = Line.fresh()
      .at(1, spent('t-1', 1, { usd: 2, tokens: 500, ms: 60 }))
      .at(2, spent('t-2', 1, { ms: 40 })).context.spend;
    expect(today).toMatchObject({ usd: 2, tokens: 500, ms: 100, holdings: 2 });
    expect(today.unknown).toEqual({ usd: 1, tokens: 1 });
  });

  it('is known of a holding that said it once, and not again at its end', () => {
    const { today } = dayOf(10)
      .at(1, reserved('t-1', 1))
      .at(2, spent('t-1', 1, { usd: 2, ms: 10 }, false))
      .at(3, spent('t-1', 1, { ms: 5 })).context.spend;
    expect(today).toMatchObject({ usd: 2, ms: 15, holdings: 1, unknown: { usd: 0, tokens: 1 } });
  });

  it('of a holding that does not say is counted as what was set aside for it', () => {
    const { today } = dayOf(10)
      .at(1, reserved('t-1', 1, { usd: 4, tokens: 900 }))
      .at(2, spent('t-1', 1, { ms: 5 })).context.spend;
    expect(today).toMatchObject({ usd: 0, tokens: 0, assumed: { usd: 4, tokens: 900 } });
  });
});

describe('what is set aside', () => {
  it('is what the holding may take, and what its kind usually costs where that is not limited', () => {
    const known = dayOf(100)
      .at(1, reserved('t-1', 1), reserved('t-2', 1), reserved('t-3', 1))
      .at(2, spent('t-1', 1, { usd: 1, ms: 10 }), spent('t-2', 1, { usd: 9, ms: 20 }))
      .at(3, spent('t-3', 1, { usd: 2, ms: 30 }));
    const { open } = known.at(4, reserved('t-4', 1, { tokens: 70 }), reserved('t-5', 1, {}, 'fix')).context
      .spend;
    expect(open['t-4']?.aside).toEqual({ usd: 2, tokens: 70, ms: 20 });
    // Nothing is known of a fix yet: what work usually costs is.
    expect(open['t-5']?.aside).toEqual({ usd: 2, tokens: 0, ms: 20 });
  });

  it('is free again with the end of the holding, and of no other', () => {
    const line = dayOf(100).at(1, reserved('t-1', 1), reserved('t-2', 1));
    expect(Object.keys(line.at(2, spent('t-1', 1, { usd: 1 })).context.spend.open)).toEqual(['t-2']);
    expect(Object.keys(line.at(2, spent('t-1', 1, { usd: 1 }, false)).context.spend.open)).toHaveLength(2);
    // An end told late, of a holding before the present one, frees nothing of this one.
    const again = line
      .at(2, spent('t-1', 1, {}))
      .at(3, reserved('t-1', 2))
      .at(4, spent('t-1', 1, { usd: 1 }));
    expect(again.context.spend.open['t-1']?.token).toBe(2);
  });

  it('is not kept where nothing is limited', () => {
    expect(Line.fresh().at(1, reserved('t-1', 1)).ignored).toBe(true);
    expect(Line.fresh().at(1, reserved('t-1', 1, { usd: 3 })).ignored).toBe(false);
  });
});

describe('a day', () => {
  it('ends with its numbers kept aside, and the next begins at nothing', () => {
    const line = dayOf(10)
      .at(1, spent('t-1', 1, { usd: 9, ms: 5 }))
      .at(2, began('2026-11-21', 1_000))
      .at(3, spent('t-2', 1, { usd: 2, ms: 5 }))
      .at(1_001, began('2026-11-22', 2_000));
    expect(line.context.spend).toMatchObject({
      day: '2026-11-22',
      today: { usd: 0, holdings: 0 },
      other: { day: '2026-11-21', spent: { usd: 11, holdings: 2 } },
      warned: null,
      usedUp: null,
    });
    expect(line.effects).toEqual([{ type: 'startTimer', timer: 'day', afterMs: 999 }]);
  });

  it('is found again with what it has cost when the clock jumps ahead and is set back', () => {
    const back = dayOf(10)
      .at(1, began('2026-11-21', 1_000))
      .at(2, spent('t-1', 1, { usd: 9 }))
      .at(9_000, began('2027-03-01', 10_000))
      .at(3, began('2026-11-21', 1_000));
    expect(back.context.spend).toMatchObject({ day: '2026-11-21', today: { usd: 9 } });
  });

  it('keeps what is set aside for work that goes on over midnight', () => {
    const line = dayOf(10)
      .at(1, began('2026-11-21', 1_000), reserved('t-1', 1, { usd: 4 }))
      .at(1_001, began('2026-11-22', 2_000));
    expect(Object.keys(line.context.spend.open)).toEqual(['t-1']);
    const over = line.at(1_002, spent('t-1', 1, { usd: 3 }));
    expect(over.context.spend).toMatchObject({ open: {}, today: { usd: 3 } });
  });

  it('that is told again changes nothing', () => {
    const line = dayOf(10).at(1, began('2026-11-21', 1_000));
    expect(line.at(2, began('2026-11-21', 1_000)).ignored).toBe(true);
  });

  it('is warned of once at 80 % of its budget, and once when it is used up', () => {
    const line = dayOf(10).at(1, spent('t-1', 1, { usd: 7.9 }));
    expect(line.context.spend).toMatchObject({ warned: null, usedUp: null });
    const warned = line.at(2, spent('t-2', 1, { usd: 0.1 }));
    expect(warned.context.spend).toMatchObject({ warned: String(warned.n), usedUp: null });
    const more = warned.at(3, spent('t-3', 1, { usd: 1 }));
    expect(more.context.spend.warned).toBe(String(warned.n));
    const used = more.at(4, spent('t-4', 1, { usd: 1 }));
    expect(used.context.spend).toMatchObject({ warned: String(warned.n), usedUp: String(used.n) });
  });

  it('keeps no more than the last fifteen costs of a kind', () => {
    let line = dayOf(1_000);
    for (let n = 1; n <= 40; n += 1) {
      line = line.at(n, reserved(`t-${n}`, 1), spent(`t-${n}`, 1, { usd: n, ms: 1 }));
    }
    expect(line.context.spend.typical.build?.usd).toHaveLength(15);
    expect(line.context.spend.typical.build?.usd.at(-1)).toBe(40);
  });
});
