import { logMatcher } from '../contracts/log-match.ts';
import {
  type LogFilter,
  type LogLine,
  type LogMatches,
  type LogsView,
  mostMatches,
} from '../contracts/logs.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import { cutLines } from './cut-lines.ts';
import { levelOf } from './level-of.ts';
import type { LogBook, LogPageQuery } from './log-book.port.ts';

/** Logs in memory alone: what tests and the simulation read. */
export class MemoryLogBook implements LogBook {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #most: number;
  readonly #logs = new Map<string, LogLine[]>();
  readonly #listeners = new Set<(service: string, lines: readonly LogLine[]) => void>();

  constructor(clock: Pick<Clock, 'now'>, most = 2_000) {
    this.#clock = clock;
    this.#most = most;
  }

  append(service: string, source: string, text: string): void {
    const kept = this.lines(service);
    const last = kept.at(-1)?.n ?? 0;
    const at = this.#clock.now();
    const added = cutLines(text).map((line, i) => ({
      n: last + 1 + i,
      at,
      source,
      level: levelOf(line),
      line,
    }));
    if (added.length === 0) return;
    this.#logs.set(service, [...kept, ...added].slice(-this.#most));
    for (const listener of this.#listeners) listener(service, added);
  }

  /** All lines that are kept, at once. */
  lines(service: string): readonly LogLine[] {
    return this.#logs.get(service) ?? [];
  }

  async page(service: string, { from, limit, ...filter }: LogPageQuery): Promise<LogsView> {
    const kept = this.lines(service);
    const meant = kept.filter(logMatcher(filter));
    const lines =
      from === undefined ? meant.slice(-limit) : meant.filter(({ n }) => n >= from).slice(0, limit);
    return { ...ends(kept), sources: [...new Set(kept.map(({ source }) => source))], lines };
  }

  async search(service: string, filter: LogFilter): Promise<LogMatches> {
    const kept = this.lines(service);
    const found = kept.filter(logMatcher(filter)).map(({ n }) => n);
    return { ...ends(kept), matches: found.slice(-mostMatches), cut: found.length > mostMatches };
  }

  async *whole(service: string): AsyncIterable<readonly LogLine[]> {
    yield this.lines(service);
  }

  onLines(listener: (service: string, lines: readonly LogLine[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async settled(): Promise<void> {}

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}

function ends(kept: readonly LogLine[]): { first: number; last: number } {
  const last = kept.at(-1)?.n ?? 0;
  return { first: kept[0]?.n ?? last + 1, last };
}
