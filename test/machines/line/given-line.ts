import type { LineSettings } from '../../../machines/line/line.context.ts';
import type { LineEffect } from '../../../machines/line/line.effects.ts';
import { type LineEvent, lineEvent } from '../../../machines/line/line.events.ts';
import { nothingYet } from '../../../machines/line/line.initial.ts';
import { budgetsOf } from '../../../machines/policy/budget-limits.ts';
import { type Snapshot, start, step } from '../../../machines/step.ts';

type Settings = Partial<Omit<LineSettings, 'budgets'>> & { budgets?: Parameters<typeof budgetsOf>[0] };

/** A line that has lived through some events, each at the moment it is told of. */
export class Line {
  readonly snapshot: Snapshot<'line'>;
  readonly effects: readonly LineEffect[];
  readonly ignored: boolean;
  readonly n: number;

  private constructor(
    snapshot: Snapshot<'line'>,
    effects: readonly LineEffect[],
    ignored: boolean,
    n: number,
  ) {
    this.snapshot = snapshot;
    this.effects = effects;
    this.ignored = ignored;
    this.n = n;
  }

  static fresh({ budgets = {}, ...others }: Settings = {}): Line {
    const settings = { ...nothingYet.settings, ...others, budgets: budgetsOf(budgets) };
    return new Line(start<'line'>('line', { settings }, { at: 0, ref: '1' }).snapshot, [], false, 1);
  }

  at(at: number, ...events: LineEvent[]): Line {
    return events.reduce<Line>((line, event) => {
      const n = line.n + 1;
      const next = step('line', line.snapshot, lineEvent.parse(event), { at, ref: String(n) });
      // The one cast: what leaves the line machine are its own effects.
      return new Line(next.snapshot, next.effects as readonly LineEffect[], next.ignored, n);
    }, this);
  }

  get context() {
    return this.snapshot.context;
  }
}

export const parked = (account: string, until: number, session = 's1'): LineEvent => ({
  type: 'AccountParked',
  account,
  until,
  reason: 'its provider lets nobody work',
  session,
});

export const died = (session: string): LineEvent => ({ type: 'SessionDied', session });

export const fired = (timer: string): LineEvent => ({ type: 'TimerFired', timer });

export const noLimits = { usd: null, tokens: null, ms: null };

export function reserved(
  ticket: string,
  token: number,
  allowance: { usd?: number; tokens?: number; ms?: number } = {},
  kind: 'build' | 'fix' = 'build',
): LineEvent {
  return {
    type: 'BudgetReserved',
    ticket,
    token,
    service: 'quotes',
    reserved: { ...noLimits, ...allowance },
    kind,
    session: 's1',
  };
}

export function spent(
  ticket: string,
  token: number,
  what: { usd?: number | null; tokens?: number | null; ms?: number },
  over = true,
): LineEvent {
  return {
    type: 'BudgetSpent',
    ticket,
    token,
    service: 'quotes',
    spent: { usd: null, tokens: null, ms: 0, ...what },
    over,
    kind: 'build',
    session: 's1',
  };
}
