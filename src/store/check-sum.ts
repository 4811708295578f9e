import { crc32 } from 'node:zlib';
import { damaged } from './damaged.ts';

/** What is stored beside a text, and what follows it, to tell later that no bit of it has changed. */
export function sumOf(text: string, more: string | null = null): number {
  return more === null ? crc32(text) : crc32(more, crc32(text));
}

/** The text itself. Throws `HOME_DAMAGED` when it is not what was summed; null is a row of before there were sums. */
export function checked(text: string, sum: number | null, what: string, more: string | null = null): string {
  if (sum !== null && sumOf(text, more) !== sum)
    throw damaged(`${what} does not have the bytes that were written`);
  return text;
}
