import { crc32 } from 'node:zlib';
import { damaged } from './damaged.ts';

/** What is stored beside a text, to tell later that no bit of it has changed. */
export function sumOf(text: string): number {
  return crc32(text);
}

/** The text itself. Throws `HOME_DAMAGED` when it is not what was summed; null is a row of before there were sums. */
export function checked(text: string, sum: number | null, what: string): string {
  if (sum !== null && crc32(text) !== sum) throw damaged(`${what} does not have the bytes that were written`);
  return text;
}
