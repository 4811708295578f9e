import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '../contracts/logs.ts';
import type { LogRetention } from './log-book.port.ts';
import { rowText } from './log-rows.ts';
import { LogSegment } from './log-segment.ts';

/** The whole is so many segments: what is dropped at once is one of them. */
const parts = 10;

/** Where the segment that begins with this number is. */
export function segmentPath(directory: string, first: number): string {
  return join(directory, `${String(first).padStart(12, '0')}.jsonl`);
}

/** The number a segment's file begins with; undefined for other files. */
export function firstOf(name: string): number | undefined {
  const digits = /^(\d{12})\.jsonl$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Writes these lines behind the last of `segments`, in new ones where those are full, and drops the oldest over the
 * retention. `segments` says at any moment what is durable. Rejects when the disk does; what was written stays.
 */
export async function writeLines(
  directory: string,
  segments: LogSegment[],
  lines: readonly LogLine[],
  keep: LogRetention,
): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  let at = 0;
  while (at < lines.length) {
    const room = Math.max(1, Math.floor(keep.lines / parts));
    const segment = roomyOf(directory, segments, lines[at]?.n ?? 0, room, keep.bytes / parts);
    const rows: { n: number; text: Buffer }[] = [];
    let bytes = segment.bytes;
    for (const line of lines.slice(at)) {
      if (rows.length > 0 && (line.n - segment.first >= room || bytes >= keep.bytes / parts)) break;
      const text = Buffer.from(rowText(line));
      rows.push({ n: line.n, text });
      bytes += text.length;
    }
    if (!(await append(segment, Buffer.concat(rows.map(({ text }) => text))))) {
      segments.splice(segments.indexOf(segment), 1);
      continue;
    }
    for (const { n, text } of rows) segment.wrote(n, text.length);
    at += rows.length;
  }
  await dropOld(segments, lines.at(-1)?.n ?? 0, keep);
}

function roomyOf(
  directory: string,
  segments: LogSegment[],
  n: number,
  mostLines: number,
  mostBytes: number,
): LogSegment {
  const newest = segments.at(-1);
  if (newest && n - newest.first < mostLines && newest.bytes < mostBytes) return newest;
  const added = new LogSegment(segmentPath(directory, n), n);
  segments.push(added);
  return added;
}

/** False where the file is not what was written so far: somebody removed it. A row that was torn is overwritten. */
async function append(segment: LogSegment, bytes: Buffer): Promise<boolean> {
  const file = await open(segment.path, 'a', 0o600);
  try {
    const { size } = await file.stat();
    if (size < segment.bytes) return false;
    if (size > segment.bytes) await file.truncate(segment.bytes);
    await file.writeFile(bytes);
    return true;
  } finally {
    await file.close();
  }
}

async function dropOld(segments: LogSegment[], last: number, keep: LogRetention): Promise<void> {
  let bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  for (let second = segments[1]; second; second = segments[1]) {
    if (last - second.first + 1 < keep.lines && bytes <= keep.bytes) return;
    const [oldest] = segments.splice(0, 1);
    bytes -= oldest?.bytes ?? 0;
    if (oldest) await rm(oldest.path, { force: true });
  }
}
