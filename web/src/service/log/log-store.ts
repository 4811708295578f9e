import { logMatcher, meansAll } from '../../../../src/contracts/log-match.ts';
import type { LogFilter, LogLine, LogLines, LogMatches, LogsView } from '../../../../src/contracts/logs.ts';
import { LogCache } from './log-cache.ts';
import { type LogRows, numberAt } from './log-rows.ts';

const atOnce = 400;
const againMs = 2_000;
/** Rows a page can draw in one list; beyond it the oldest go. */
const mostRows = 600_000;

/** What the log's API answers, for one service. Each rejects as `read` does. */
export type LogReader = {
  page(
    query: LogFilter & { from?: number; after?: number; limit: number },
    signal: AbortSignal,
  ): Promise<LogsView>;
  search(filter: LogFilter, signal: AbortSignal): Promise<LogMatches>;
};

export type LogPicture = {
  readonly loaded: boolean;
  readonly rows: LogRows;
  /** The number of the newest line there is, shown or not. */
  readonly last: number;
  readonly sources: readonly string[];
  /** The filter meant more lines than are listed: only the newest are. */
  readonly cut: boolean;
  /** Lines in which the text that is looked for stands, rising. */
  readonly found: readonly number[];
  readonly foundCut: boolean;
  readonly searching: boolean;
  readonly problem: string | null;
  /** Rises with everything that changes, lines too. */
  readonly version: number;
};

const nothing: LogPicture = {
  ...{ loaded: false, rows: { kind: 'all', first: 1, last: 0 }, last: 0, sources: [], cut: false },
  ...{ found: [], foundCut: false, searching: false, problem: null, version: 0 },
};

/** One service's log as a page holds it: which lines there are, and those that were read. */
export class LogStore {
  readonly #reader: LogReader;
  readonly #cache = new LogCache();
  readonly #listeners = new Set<() => void>();
  #picture = nothing;
  #filter: LogFilter = {};
  #q = '';
  #reading = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #closed = new AbortController();
  #asked = new AbortController();

  constructor(reader: LogReader) {
    this.#reader = reader;
  }

  get = (): LogPicture => this.#picture;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  line(n: number): LogLine | null | undefined {
    return this.#cache.get(n);
  }

  /** Reads the newest lines, which says how many there are; again and again until that is answered. */
  async open(): Promise<void> {
    this.#closed = new AbortController();
    const { signal } = this.#closed;
    while (!this.#picture.loaded && !signal.aborted) {
      await this.#try(async () => {
        const { first, last, sources, lines } = await this.#reader.page({ limit: atOnce }, signal);
        this.#cache.put(lines);
        const all: LogRows = { kind: 'all', first, last };
        const rows = meansAll(this.#filter) ? all : this.#picture.rows;
        this.#show({ loaded: true, rows, last, sources });
      });
    }
  }

  close(): void {
    this.#closed.abort();
    this.#asked.abort();
    clearTimeout(this.#again);
  }

  /** Reads what was printed since: for as long as it is not told. */
  async poll(): Promise<void> {
    const { loaded, last } = this.#picture;
    if (!loaded) return;
    await this.#try(async (signal) =>
      this.take(await this.#reader.page({ after: last, limit: atOnce }, signal)),
    );
  }

  /** Only these lines, and where `q` stands in them. */
  async choose(filter: LogFilter, q: string): Promise<void> {
    this.#asked.abort();
    this.#asked = new AbortController();
    this.#filter = filter;
    this.#q = q;
    const { signal } = this.#asked;
    if (meansAll(filter) && q === '' && this.#picture.rows.kind === 'all') {
      return this.#show({ searching: false, cut: false, found: [], foundCut: false });
    }
    this.#show({
      searching: q !== '' || !meansAll(filter),
      ...(q === '' ? { found: [], foundCut: false } : {}),
    });
    await this.#try(async () => {
      // One after the other: a search reads the whole log.
      const shown = meansAll(filter) ? null : await this.#reader.search(filter, signal);
      const found = q === '' ? null : await this.#reader.search({ ...filter, q }, signal);
      if (signal.aborted) return;
      const { last } = this.#picture;
      const first = shown?.first ?? (await this.#reader.page({ limit: 1 }, signal)).first;
      const rows: LogRows = shown ? { kind: 'some', numbers: shown.matches } : { kind: 'all', first, last };
      this.#show({
        ...{ rows, cut: shown?.cut ?? false, found: found?.matches ?? [], foundCut: found?.cut ?? false },
        searching: false,
      });
    });
    if (!signal.aborted) this.#show({ searching: false });
  }

  /** Sees to it that the lines of these rows are read; to be called with what is seen. */
  want(from: number, to: number): void {
    const { rows } = this.#picture;
    const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => numberAt(rows, from + i));
    const missing = this.#cache.missing(numbers);
    if (missing === undefined || this.#reading) return;
    this.#reading = true;
    void this.#read(rows, missing, numbers).finally(() => {
      this.#reading = false;
    });
  }

  /** Lines that were just printed. */
  take({ first, last, lines }: Pick<LogLines, 'first' | 'last' | 'lines'>): void {
    const known = this.#picture.last;
    const fresh = lines.filter(({ n }) => n > known);
    this.#cache.put(fresh);
    const skipped = known > 0 && (fresh[0]?.n ?? last + 1) > known + 1;
    if (skipped && !meansAll({ ...this.#filter, q: this.#q })) this.#chooseAgain();
    const shown = logMatcher(this.#filter);
    const found = logMatcher({ ...this.#filter, q: this.#q });
    const { rows, sources } = this.#picture;
    const unknown = new Set(fresh.map(({ source }) => source).filter((source) => !sources.includes(source)));
    const start = rows.kind === 'all' && last - rows.first > mostRows ? first : null;
    this.#show({
      last: Math.max(known, last),
      sources: unknown.size === 0 ? sources : [...sources, ...unknown].sort(),
      rows:
        rows.kind === 'all'
          ? { kind: 'all', first: start ?? Math.min(rows.first, first), last: Math.max(rows.last, last) }
          : { kind: 'some', numbers: [...rows.numbers, ...fresh.filter(shown).map(({ n }) => n)] },
      ...(this.#q === ''
        ? {}
        : { found: [...this.#picture.found, ...fresh.filter(found).map(({ n }) => n)] }),
    });
  }

  /** What the server keeps, told when it is watched (again). Other numbers than known: another log. */
  watched({ first, last }: { first: number; last: number }): void {
    if (!this.#picture.loaded || last >= this.#picture.last) return;
    this.#cache.clear();
    this.#show({ rows: { kind: 'all', first, last }, last });
    void this.choose(this.#filter, this.#q);
  }

  /** Lines came too fast for all to be told: they are looked for on the server, once there is time. */
  #chooseAgain(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.choose(this.#filter, this.#q), againMs);
  }

  async #read(rows: LogRows, missing: number, seen: readonly number[]): Promise<void> {
    const filter = rows.kind === 'all' ? {} : this.#filter;
    await this.#try(async (signal) => {
      const from = rows.kind === 'all' ? Math.max(rows.first, missing - atOnce / 4) : missing;
      const { lines } = await this.#reader.page({ ...filter, from, limit: atOnce }, signal);
      this.#cache.put(lines);
      const end = lines.length < atOnce ? (seen.at(-1) ?? missing) : (lines.at(-1)?.n ?? missing);
      this.#cache.lost(seen.filter((n) => n >= from && n <= end));
      this.#cache.keepNear(missing);
      // Whoever hears of it may want others at once.
      this.#reading = false;
      this.#show({});
    });
  }

  async #try(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#closed;
    try {
      await work(signal);
      if (this.#picture.problem !== null) this.#show({ problem: null });
    } catch (error) {
      if (signal.aborted || (error instanceof DOMException && error.name === 'AbortError')) return;
      await new Promise((done) => setTimeout(done, againMs));
      if (!signal.aborted) this.#show({ problem: error instanceof Error ? error.message : String(error) });
    }
  }

  #show(change: Partial<LogPicture>): void {
    this.#picture = { ...this.#picture, ...change, version: this.#picture.version + 1 };
    for (const listener of this.#listeners) listener();
  }
}
