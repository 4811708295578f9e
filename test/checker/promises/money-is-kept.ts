import type { LineContext, LineSettings } from '../../../machines/line/line.context.ts';
import type { LineEvent } from '../../../machines/line/line.events.ts';
import { noBudgets } from '../../../machines/policy/budget-limits.ts';
import { type Unit, units } from '../../../machines/policy/units.ts';
import type { Allowance, Usage } from '../../../machines/ticket/usage.ts';
import type { TicketStep } from '../step.ts';
import type { Judge, LinePromise } from '../watch.ts';

type Holding = {
  readonly token: number;
  readonly reserved: Allowance;
  /** What its session said, and what of that the line was told. */
  said: Usage | null;
  told: { usd: number; tokens: number; ms: number };
  over: boolean;
};

const nothing: Allowance = { usd: null, tokens: null, ms: null };
/** Sums of fractions of a dollar are not exact. */
const rounding = 1e-6;

/**
 * No work is given out that the day's budget does not cover, none goes on that has used more than it may, what the line
 * counts is what sessions said, and what is set aside for a holding ends with it.
 */
export const moneyIsKept: LinePromise = {
  name: 'what work may cost is kept to, and counted right',
  watch(judge) {
    const book = new Book(judge);
    return {
      step(step) {
        if (step.kind === 'ticket') book.ticket(step);
        if (step.kind !== 'line') return;
        book.line(step.event);
        book.open = step.after.context.spend?.open;
      },
      observe({ what }) {
        if (what === 'committed') book.committed();
      },
    };
  },
};

class Book {
  readonly #judge: Judge;
  readonly #holdings = new Map<string, Holding>();
  readonly #aside = new Map<string, number>();
  /** Tickets whose holding or reservation changed since the last commit. */
  readonly #touched = new Set<string>();
  /** What is set aside, as the line keeps it. */
  open: LineContext['spend']['open'] | undefined;
  #day: Allowance = nothing;
  #used = { usd: 0, tokens: 0, ms: 0 };

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  ticket({ id, event, after }: TicketStep): void {
    this.#touched.add(id);
    if (event.type === 'TicketAssigned') {
      const token = (this.#holdings.get(id)?.token ?? 0) + 1;
      const reserved = event.reserved ?? nothing;
      this.#mayStart(id, reserved);
      this.#holdings.set(id, {
        token,
        reserved,
        said: null,
        told: { usd: 0, tokens: 0, ms: 0 },
        over: false,
      });
      return;
    }
    const holding = this.#holdings.get(id);
    if (!holding) return;
    if (event.type === 'UsageReported' && !holding.over) holding.said = event.usage;
    if (event.type === 'UsageReported' && after.state === 'held') this.#mayGoOn(id, holding);
    if (after.state !== 'held') holding.over = true;
  }

  line(
    event: LineEvent | { readonly type: 'Opened'; readonly input: Readonly<Record<string, unknown>> },
  ): void {
    switch (event.type) {
      case 'Opened':
        this.#day = settingsOf(event.input)?.budgets.day ?? noBudgets.day;
        return;
      case 'LineSettingsChanged':
        this.#day = event.settings.budgets.day;
        return;
      case 'DayBegan':
        this.#used = { usd: 0, tokens: 0, ms: 0 };
        return;
      case 'BudgetReserved':
        this.#touched.add(event.ticket);
        this.#aside.set(event.ticket, event.token);
        return;
      case 'BudgetSpent':
        this.#spent(event);
    }
  }

  /** Between two commits anything may be; after one, what is set aside is what is in hands. */
  committed(): void {
    for (const ticket of this.#touched) {
      const holding = this.#holdings.get(ticket);
      const token = this.#aside.get(ticket);
      const isHeld = holding !== undefined && !holding.over;
      this.#judge(
        token === undefined || (isHeld && holding.token === token),
        () => `money is set aside for ${ticket} under token ${token}, which nobody holds`,
      );
      this.#judge(
        this.open === undefined || this.open[ticket]?.token === token,
        () =>
          `the line has ${JSON.stringify(this.open?.[ticket])} set aside for ${ticket}, and should for ${token}`,
      );
      const isLimited = isHeld && units.some((unit) => holding.reserved[unit] !== null);
      this.#judge(
        !isLimited || token === holding.token,
        () => `${ticket} is held and nothing is set aside for it`,
      );
    }
    this.#touched.clear();
  }

  #spent({ ticket, token, spent, over }: Extract<LineEvent, { type: 'BudgetSpent' }>): void {
    this.#touched.add(ticket);
    this.#used = plus(this.#used, spent);
    if (over && this.#aside.get(ticket) === token) this.#aside.delete(ticket);
    const holding = this.#holdings.get(ticket);
    if (holding?.token !== token) return;
    holding.told = plus(holding.told, spent);
    const { said, told } = holding;
    for (const unit of ['usd', 'tokens'] as const) {
      const known = said?.[unit] ?? 0;
      this.#judge(
        !over || Math.abs(told[unit] - known) <= rounding * Math.max(1, known),
        () => `the sessions of ${ticket} said ${known} ${unit}, and ${told[unit]} were counted`,
      );
    }
  }

  #mayGoOn(id: string, { reserved, said }: Holding): void {
    for (const unit of ['usd', 'tokens'] as const) {
      const most = reserved[unit];
      this.#judge(
        most === null || (said?.[unit] ?? 0) <= most,
        () => `${id} goes on, and has used ${said?.[unit]} of ${most} ${unit}`,
      );
    }
  }

  #mayStart(id: string, reserved: Allowance): void {
    for (const unit of units) {
      const limit = this.#day[unit];
      if (limit === null) continue;
      const used = this.#used[unit];
      this.#judge(
        used < limit,
        () => `${id} is given out when ${used} of the day's ${limit} ${unit} are used`,
      );
      const most = reserved[unit];
      if (most === null) continue;
      const underWay = this.#mayStillUse(unit);
      this.#judge(
        used + underWay + most <= limit * (1 + rounding),
        () =>
          `${id} may take ${most} ${unit} when ${used} of the day's ${limit} are used and ${underWay} may still be`,
      );
    }
  }

  #mayStillUse(unit: Unit): number {
    let sum = 0;
    for (const { reserved, told, over } of this.#holdings.values()) {
      const most = reserved[unit];
      if (!over && most !== null) sum += Math.max(0, most - told[unit]);
    }
    return sum;
  }
}

function plus(one: Usage, more: Usage): { usd: number; tokens: number; ms: number } {
  return {
    usd: (one.usd ?? 0) + (more.usd ?? 0),
    tokens: (one.tokens ?? 0) + (more.tokens ?? 0),
    ms: one.ms + more.ms,
  };
}

function settingsOf(input: Readonly<Record<string, unknown>>): LineSettings | undefined {
  // The one cast: what opened the line was written by the coordinator of this very code.
  return input.settings as LineSettings | undefined;
}
