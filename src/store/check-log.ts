import { readFileSync, statSync } from 'node:fs';
import { damaged } from './damaged.ts';

/** Sizes and places of SQLite's write-ahead log, https://www.sqlite.org/fileformat2.html#the_write_ahead_log. */
const headerBytes = 32;
const frameHeaderBytes = 24;
const magic = 0x377f0682;
const head = 'the head of its log is not what was written';

/**
 * Looks through the write-ahead log beside a database nobody has open. SQLite takes a log up to its first bad frame, which
 * is right for a torn end: it belongs to the one commit that was being written and that nobody was told of. A frame that
 * is bad in the middle would silently take whole commits with it; every commit is synced before the next begins, so two
 * of them after the bad frame prove it. Throws `HOME_DAMAGED` then, having changed nothing.
 */
export function checkLog(database: string): void {
  const size = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size(`${database}-wal`) <= headerBytes) return;
  if (size(database) === 0) throw damaged('its file is empty, and its log is not');
  const log = readFileSync(`${database}-wal`);
  const endian = log.readUInt32BE(0);
  if ((endian & ~1) !== magic) throw damaged(head);
  const sum = new RunningSum(log, endian === magic);
  const pageBytes = log.readUInt32BE(8);
  const frameBytes = frameHeaderBytes + pageBytes;
  sum.add(0, headerBytes - 8);
  // The head is synced before the first frame is written.
  if (!sum.is(headerBytes - 8)) throw damaged(head);
  const salts = log.subarray(16, 24);

  let at = headerBytes;
  for (; at + frameBytes <= log.length; at += frameBytes) {
    if (!salts.equals(log.subarray(at + 8, at + 16))) break;
    sum.add(at, 8);
    sum.add(at + frameHeaderBytes, pageBytes);
    if (!sum.is(at + 16)) break;
  }
  let commits = 0;
  for (; at + frameBytes <= log.length; at += frameBytes) {
    const ofThisLog = salts.equals(log.subarray(at + 8, at + 16));
    if (ofThisLog && log.readUInt32BE(at + 4) !== 0) commits += 1;
  }
  if (commits > 1) throw damaged(`its log is damaged before ${commits} commits`);
}

/** The checksum of the log, which runs through all its frames. */
class RunningSum {
  readonly #log: Buffer;
  readonly #littleEndian: boolean;
  #one = 0;
  #two = 0;

  constructor(log: Buffer, littleEndian: boolean) {
    this.#log = log;
    this.#littleEndian = littleEndian;
  }

  add(from: number, bytes: number): void {
    const view = new DataView(this.#log.buffer, this.#log.byteOffset + from, bytes);
    for (let at = 0; at < bytes; at += 8) {
      this.#one = (this.#one + view.getUint32(at, this.#littleEndian) + this.#two) >>> 0;
      this.#two = (this.#two + view.getUint32(at + 4, this.#littleEndian) + this.#one) >>> 0;
    }
  }

  /** Whether the sum so far is the one written at this place. */
  is(at: number): boolean {
    return this.#log.readUInt32BE(at) === this.#one && this.#log.readUInt32BE(at + 4) === this.#two;
  }
}
