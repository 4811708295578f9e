import { open } from 'node:fs/promises';
import type { LogLine } from '../contracts/logs.ts';
import { rowOf } from './log-rows.ts';

/** Every so many lines the index has a place. */
const stride = 256;
const chunkBytes = 64 * 1024;

type Place = { readonly n: number; readonly offset: number };

/** A file of lines, one JSON row each. What lies behind `bytes` is being written, or was torn, and is not read. */
export class LogSegment {
  readonly path: string;
  /** The lowest number it may hold: that in its name. */
  readonly first: number;
  bytes: number;
  /** The highest number in it, once it was read or written; else one less than `first`. */
  last: number;
  /** Places in rising order, null until it was read once. */
  #index: Place[] | null;
  #since = 0;

  /** Without `bytes`, one that is empty and about to be written. */
  constructor(path: string, first: number, bytes?: number) {
    this.path = path;
    this.first = first;
    this.bytes = bytes ?? 0;
    this.last = first - 1;
    this.#index = bytes === undefined ? [] : null;
  }

  /** Says that this row, so many bytes, now stands at its end. */
  wrote(n: number, bytes: number): void {
    if (this.#index !== null) {
      if (this.#since % stride === 0) this.#index.push({ n, offset: this.bytes });
      this.#since += 1;
    }
    this.bytes += bytes;
    this.last = n;
  }

  /**
   * Its lines from number `from` on, a chunk at a time; those that cannot be read, or are gone, are left out. Read to its end for the first time,
   * `bytes` and `last` become those of its last whole row.
   */
  async *read(from: number, until = this.bytes): AsyncGenerator<LogLine[]> {
    const file = await open(this.path, 'r').catch(() => null);
    if (!file) return;
    // What is written meanwhile is indexed by the writer; only who reads from the start sees every line.
    const noted: Place[] | null = this.#index === null ? [] : null;
    let seen = 0;
    let last = this.last;
    try {
      let offset = this.#placeOf(from);
      let rest: Buffer = Buffer.alloc(0);
      while (offset + rest.length < until) {
        const at = offset + rest.length;
        const chunk = Buffer.alloc(Math.min(chunkBytes, until - at));
        const read = await file.read(chunk, 0, chunk.length, at).catch(() => null);
        if (!read) return;
        const { bytesRead } = read;
        if (bytesRead === 0) break;
        const text = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
        const lines: LogLine[] = [];
        let start = 0;
        for (let end = text.indexOf(0x0a); end >= 0; end = text.indexOf(0x0a, start)) {
          const row = rowOf(text.toString('utf8', start, end));
          if (row) {
            if (noted && seen % stride === 0) noted.push({ n: row.n, offset: offset + start });
            seen += 1;
            last = row.n;
            if (row.n >= from) lines.push(row);
          }
          start = end + 1;
        }
        rest = text.subarray(start);
        offset += start;
        if (lines.length > 0) yield lines;
      }
      if (noted && this.#index === null) {
        this.#index = noted;
        this.#since = seen;
        this.bytes = Math.min(this.bytes, offset);
        this.last = last;
      }
    } finally {
      await file.close();
    }
  }

  #placeOf(from: number): number {
    const index = this.#index ?? [];
    let low = 0;
    let high = index.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((index[middle]?.n ?? 0) <= from) low = middle + 1;
      else high = middle;
    }
    return index[low - 1]?.offset ?? 0;
  }
}
