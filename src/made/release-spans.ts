import type { ReleaseView } from '../contracts/releases.ts';

type Span = {
  readonly from: number;
  to: number | null;
  ended: string | null;
  brokenSince: number | null;
  brokenMs: number;
};

/** When one release served, and how long of that it was not healthy. Times are epoch milliseconds. */
export class ReleaseSpans {
  readonly #spans: Span[] = [];

  get any(): boolean {
    return this.#spans.length > 0;
  }

  begin(at: number): void {
    this.#spans.push({ from: at, to: null, ended: null, brokenSince: null, brokenMs: 0 });
  }

  end(at: number, why: string): void {
    const span = this.#open();
    if (!span) return;
    this.mend(at);
    span.to = at;
    span.ended = why;
  }

  break(at: number): void {
    const span = this.#open();
    if (span) span.brokenSince ??= at;
  }

  mend(at: number): void {
    const span = this.#open();
    if (!span || span.brokenSince === null) return;
    span.brokenMs += at - span.brokenSince;
    span.brokenSince = null;
  }

  /** As of `now`. */
  shown(now: number): Pick<ReleaseView, 'served' | 'servedMs' | 'healthy'> {
    const servedMs = sum(this.#spans.map(({ from, to }) => (to ?? now) - from));
    const brokenMs = sum(
      this.#spans.map(
        ({ brokenMs, brokenSince }) => brokenMs + (brokenSince === null ? 0 : now - brokenSince),
      ),
    );
    return {
      served: this.#spans.map(({ from, to, ended }) => ({ from, to, ended })),
      servedMs,
      healthy: servedMs > 0 ? Math.max(0, 1 - brokenMs / servedMs) : null,
    };
  }

  #open(): Span | undefined {
    const last = this.#spans.at(-1);
    return last?.to === null ? last : undefined;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
