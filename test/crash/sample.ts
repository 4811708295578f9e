import { createHash } from 'node:crypto';
import { knownCases } from './known-cases.ts';
import { allCases, type Case } from './run-case.ts';

/** So many cases, those that once failed first; the rest by the seed, the same for the same seed. */
export function sampleOf(seed: string, count: number): readonly Case[] {
  const isKnown = ({ point, hit }: Case) => knownCases.some((one) => one.point === point && one.hit === hit);
  const rank = ({ point, hit }: Case) => createHash('sha256').update(`${seed} ${point}:${hit}`).digest('hex');
  const fresh = allCases()
    .filter((one) => !isKnown(one))
    .map((one) => ({ one, rank: rank(one) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ one }) => one);
  return [...knownCases, ...fresh].slice(0, Math.max(count, knownCases.length));
}
