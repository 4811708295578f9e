import { join } from 'node:path';
import pLimit from 'p-limit';
import type { LogFilter, LogLine, LogMatches, LogsView } from '../contracts/logs.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { LogBook, LogPageQuery, LogRetention } from './log-book.port.ts';
import { ServiceLog } from './service-log.ts';

/** Lines are gathered so long before they are written; while the disk refuses, it is tried this often. */
const gatherMs = 150;
const againMs = 5_000;
/** Services whose lines are written side by side. */
const writersAtOnce = 4;
/** Searches side by side: each reads a whole log. */
const searchesAtOnce = 2;

export type FileLogBookOptions = {
  /** Each service's log is in `<directory>/<id>/lines/`. */
  readonly directory: string;
  readonly keep: LogRetention;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** The disk takes no lines of some service, said once; null when it does again. */
  readonly onProblem?: (why: string | null) => void;
};

/** Logs in files that survive the process. What was printed in the last moments before a kill is lost. */
export class FileLogBook implements LogBook {
  readonly #options: FileLogBookOptions;
  readonly #logs = new Map<string, ServiceLog>();
  readonly #dirty = new Set<ServiceLog>();
  readonly #listeners = new Set<(service: string, lines: readonly LogLine[]) => void>();
  readonly #searches = pLimit(searchesAtOnce);
  readonly #writers = pLimit(writersAtOnce);
  #due: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();
  #problem: string | null = null;
  #closed = false;

  constructor(options: FileLogBookOptions) {
    this.#options = options;
  }

  append(service: string, source: string, text: string): void {
    const log = this.#of(service);
    log.append(source, text);
    this.#dirty.add(log);
    this.#writeIn(gatherMs);
  }

  page(service: string, query: LogPageQuery): Promise<LogsView> {
    return this.#of(service).page(query);
  }

  search(service: string, filter: LogFilter, signal?: AbortSignal): Promise<LogMatches> {
    return this.#searches(() => this.#of(service).search(filter, signal));
  }

  whole(service: string): AsyncIterable<readonly LogLine[]> {
    return this.#of(service).rows(0);
  }

  onLines(listener: (service: string, lines: readonly LogLine[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  settled(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#due?.();
    this.#due = null;
    await this.settled();
    this.#listeners.clear();
  }

  #of(service: string): ServiceLog {
    const known = this.#logs.get(service);
    if (known) return known;
    const log = new ServiceLog({
      directory: join(this.#options.directory, service, 'lines'),
      keep: this.#options.keep,
      now: () => this.#options.clock.now(),
      onLines: (lines) => {
        for (const listener of this.#listeners) listener(service, lines);
      },
    });
    this.#logs.set(service, log);
    return log;
  }

  #writeIn(ms: number): void {
    if (this.#due || this.#closed) return;
    this.#due = this.#options.clock.after(ms, () => {
      this.#due = null;
      void this.settled();
    });
  }

  async #write(): Promise<void> {
    const logs = [...this.#dirty];
    this.#dirty.clear();
    await Promise.all(
      logs.map((log) =>
        this.#writers(async () => {
          await log.open();
          if (!(await log.flush())) this.#dirty.add(log);
        }),
      ),
    );
    this.#tellProblem(logs.find((log) => log.problem() !== null)?.problem() ?? null);
    if (this.#dirty.size > 0) this.#writeIn(this.#problem === null ? gatherMs : againMs);
  }

  #tellProblem(why: string | null): void {
    if ((why === null) === (this.#problem === null)) return;
    this.#problem = why;
    this.#options.onProblem?.(why);
  }
}
