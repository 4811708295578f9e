import type { FoldedRow } from '../../src/metrics/log-fold.ts';

type Event = { readonly type: string; readonly [field: string]: unknown };
type Cause = 'spec' | 'incident' | 'hand-edit' | 'adoption' | null;

/** A log written by hand: what happened when, local time, and what the machine was in after it. */
export class ToldLine {
  readonly rows: FoldedRow[] = [];

  /** `2026-10-19 09:00`, where the test says it is. */
  service(
    when: string,
    id: string,
    event: string | Event,
    after: readonly [line: string, live: string, change: number, cause: Cause],
  ): void {
    this.#add(when, `service/${id}`, event, JSON.stringify(after));
  }

  ticket(when: string, id: string, event: string | Event, after: string): void {
    this.#add(when, `ticket/${id}`, event, after);
  }

  spent(
    when: string,
    ticket: string,
    spent: { usd: number | null; tokens?: number | null },
    over = true,
  ): void {
    const event = { type: 'BudgetSpent', ticket, token: 1, service: '', over };
    this.#add(when, 'line/main', { ...event, spent: { tokens: null, ms: 0, ...spent } }, 'running');
  }

  #add(when: string, stream: FoldedRow['stream'], event: string | Event, after: string): void {
    this.rows.push({
      seq: this.rows.length + 1,
      at: moment(when),
      stream,
      event: typeof event === 'string' ? { type: event } : event,
      after,
    });
  }
}

/** `2026-10-19 09:00` in local time, epoch milliseconds. */
export function moment(when: string): number {
  return new Date(when.replace(' ', 'T')).getTime();
}
