import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { logMatcher, meansAll } from '../contracts/log-match.ts';
import {
  type LogFilter,
  type LogLine,
  type LogMatches,
  type LogsView,
  mostMatches,
  startedAgain,
} from '../contracts/logs.ts';
import { messageOf } from '../errors.ts';
import { cutLines } from './cut-lines.ts';
import { levelOf } from './level-of.ts';
import type { LogPageQuery, LogRetention } from './log-book.port.ts';
import { LogSegment } from './log-segment.ts';
import { firstOf, writeLines } from './segment-writer.ts';

/** Lines that wait in memory while the disk takes none; the oldest of more are lost. */
const mostUnwritten = 5_000;

export type ServiceLogOptions = {
  readonly directory: string;
  readonly keep: LogRetention;
  readonly now: () => number;
  /** Told of lines as they are numbered, before they are on disk. */
  readonly onLines: (lines: readonly LogLine[]) => void;
};

type Printed = Omit<LogLine, 'n'>;

/** The log of one service in a directory of segments. Numbers go on where an earlier process left them. */
export class ServiceLog {
  readonly #options: ServiceLogOptions;
  readonly #segments: LogSegment[] = [];
  readonly #sources = new Set<string>();
  /** Printed before it was known which number is the next. */
  #waiting: Printed[] | null = [];
  /** Numbered, and not known to be on disk. */
  #unwritten: LogLine[] = [];
  #last = 0;
  #opened: Promise<void> | null = null;
  /** Lines of an earlier process are there, and none of this one yet. */
  #before = false;
  #problem: string | null = null;

  constructor(options: ServiceLogOptions) {
    this.#options = options;
  }

  append(source: string, text: string): void {
    const at = this.#options.now();
    const printed = cutLines(text).map((line) => ({ at, source, level: levelOf(line), line }));
    if (this.#waiting === null) this.#number(printed);
    else this.#waiting.push(...printed);
  }

  /** Reads what an earlier process left, once. */
  open(): Promise<void> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  /** Writes what waits. True when nothing is left to be written; the disk's refusal is told once, in the log itself. */
  async flush(): Promise<boolean> {
    const batch = this.#unwritten.slice();
    const { directory, keep } = this.#options;
    try {
      if (batch.length > 0) await writeLines(directory, this.#segments, batch, keep);
      this.#problem = null;
    } catch (error) {
      this.#refused(messageOf(error));
    }
    const written = this.#segments.at(-1)?.last ?? 0;
    this.#unwritten = this.#unwritten.filter(({ n }) => n > written);
    return this.#unwritten.length === 0;
  }

  /** Why the disk takes no lines now. */
  problem(): string | null {
    return this.#problem;
  }

  async page({ from, limit, ...filter }: LogPageQuery): Promise<LogsView> {
    await this.open();
    const lines =
      from === undefined ? await this.#newest(limit, filter) : await this.#from(from, limit, filter);
    return { ...this.#ends(), sources: [...this.#sources].sort(), lines };
  }

  async search(filter: LogFilter, signal?: AbortSignal): Promise<LogMatches> {
    await this.open();
    const matches = logMatcher(filter);
    const found: number[] = [];
    for await (const lines of this.rows(0)) {
      for (const line of lines) {
        this.#sources.add(line.source);
        if (matches(line)) found.push(line.n);
      }
      if (signal?.aborted) break;
    }
    return { ...this.#ends(), matches: found.slice(-mostMatches), cut: found.length > mostMatches };
  }

  /** Everything from a number on as it is at this moment, in order, some lines at a time. */
  async *rows(from: number): AsyncGenerator<readonly LogLine[]> {
    await this.open();
    const { unwritten, durable } = this.#now();
    for (const [i, { read }] of durable.entries()) {
      const next = durable[i + 1]?.first;
      if (next === undefined || next > from) yield* read(from);
    }
    const rest = unwritten.filter(({ n }) => n >= from);
    if (rest.length > 0) yield rest;
  }

  /** What there is at this moment, each line once: it may be written while it is read. */
  #now() {
    const unwritten = this.#unwritten.slice();
    const edge = unwritten[0]?.n ?? Number.POSITIVE_INFINITY;
    const durable = this.#segments.map((segment) => {
      const until = segment.bytes;
      const read = async function* (from: number): AsyncGenerator<LogLine[]> {
        for await (const lines of segment.read(from, until)) yield lines.filter(({ n }) => n < edge);
      };
      return { first: segment.first, read };
    });
    return { unwritten, durable };
  }

  async #from(from: number, limit: number, filter: LogFilter): Promise<LogLine[]> {
    const matches = logMatcher(filter);
    const lines: LogLine[] = [];
    for await (const some of this.rows(from)) {
      lines.push(...some.filter(matches));
      if (lines.length >= limit) break;
    }
    return lines.slice(0, limit);
  }

  async #newest(limit: number, filter: LogFilter): Promise<LogLine[]> {
    if (meansAll(filter)) return this.#from(Math.max(0, this.#last - limit + 1), limit, filter);
    const matches = logMatcher(filter);
    const { unwritten, durable } = this.#now();
    let found = unwritten.filter(matches);
    for (const { read } of durable.reverse()) {
      if (found.length >= limit) break;
      const some: LogLine[] = [];
      for await (const lines of read(0)) some.push(...lines.filter(matches));
      found = [...some, ...found];
    }
    return found.slice(-limit);
  }

  #ends(): { first: number; last: number } {
    return { first: this.#segments[0]?.first ?? this.#unwritten[0]?.n ?? this.#last + 1, last: this.#last };
  }

  async #open(): Promise<void> {
    const names = await readdir(this.#options.directory).catch(() => []);
    for (const name of names.sort()) {
      const first = firstOf(name);
      if (first === undefined) continue;
      const path = join(this.#options.directory, name);
      const size = await stat(path).then(
        (found) => found.size,
        () => undefined,
      );
      if (size !== undefined) this.#segments.push(new LogSegment(path, first, size));
    }
    const newest = this.#segments.at(-1);
    if (newest) {
      for await (const lines of newest.read(0)) {
        for (const { source } of lines) this.#sources.add(source);
      }
      this.#last = newest.last;
      if (newest.last < newest.first && newest.bytes > 0) {
        // It cannot be read: a segment never holds so many lines, so no number is given twice.
        this.#segments.pop();
        this.#last = newest.first + this.#options.keep.lines;
      }
    }
    this.#before = this.#last > 0;
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    this.#number(waiting);
  }

  #number(printed: readonly Printed[]): void {
    const [first] = printed;
    if (!first) return;
    const again: Printed = { at: first.at, source: 'andon', level: 'info', line: startedAgain };
    const all = this.#before ? [again, ...printed] : printed;
    this.#before = false;
    const lines = all.map((line, i) => ({ n: this.#last + 1 + i, ...line }));
    this.#last += lines.length;
    for (const { source } of lines) this.#sources.add(source);
    this.#unwritten.push(...lines);
    if (this.#unwritten.length > mostUnwritten)
      this.#unwritten.splice(0, this.#unwritten.length - mostUnwritten);
    this.#options.onLines(lines);
  }

  #refused(why: string): void {
    const told = this.#problem !== null;
    this.#problem = why;
    if (told) return;
    const line = `The disk takes no log lines (${why}): the newest ${mostUnwritten} are kept in memory until it does`;
    this.#number([{ at: this.#options.now(), source: 'andon', level: 'error', line }]);
  }
}
