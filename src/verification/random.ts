import { createHash } from 'node:crypto';

/** Values drawn for one verification; the same seed draws the same ones in the same order. */
export type Random = {
  readonly seed: string;
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** Lower-case letters and digits, beginning with a letter. */
  word(length: number): string;
  /** Another source, its own sequence: what one part draws does not change what another does. */
  fork(name: string): Random;
};

/** A source of values by SHA-256 of seed and count: not to be guessed by who does not know the seed. */
export function createRandom(seed: string): Random {
  let count = 0;
  const next = () => {
    count += 1;
    return createHash('sha256').update(`${seed}/${count}`).digest().readUInt32BE(0);
  };
  const between = (min: number, max: number) => min + (next() % (max - min + 1));
  return {
    seed,
    between,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    word: (length) =>
      Array.from({ length }, (_, index) => between(index === 0 ? 10 : 0, 35).toString(36)).join(''),
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}
