import type { Random } from '../../random.ts';
import type { Mutant } from './mutant.ts';

/** Of ten lines that hold both, so many get a change that hardly a test can miss. */
const strongOfTen = 8;

/** At most `most` mutants, one a line, drawn, taken from one file after the other. */
export function chooseMutants(mutants: readonly Mutant[], most: number, random: Random): Mutant[] {
  const byFile = new Map<string, Map<number, Mutant[]>>();
  for (const mutant of mutants) {
    const lines = byFile.get(mutant.path) ?? new Map<number, Mutant[]>();
    lines.set(mutant.line, [...(lines.get(mutant.line) ?? []), mutant]);
    byFile.set(mutant.path, lines);
  }
  const queues = [...byFile.values()].map((lines) => shuffled([...lines.values()], random));
  const chosen: Mutant[] = [];
  for (let round = 0; chosen.length < most && queues.some((queue) => queue.length > round); round += 1) {
    for (const queue of queues) {
      const line = queue[round];
      const mutant = line && ofLine(line, random);
      if (mutant && chosen.length < most) chosen.push(mutant);
    }
  }
  return chosen;
}

function ofLine(mutants: readonly Mutant[], random: Random): Mutant | undefined {
  const strong = mutants.filter((mutant) => mutant.strong);
  const [first, ...rest] = strong.length > 0 && random.between(1, 10) <= strongOfTen ? strong : mutants;
  return first && random.pick([first, ...rest]);
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const keyed = items.map((item) => ({ item, key: random.between(0, 2 ** 31 - 1) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
