import { describe, expect, it } from 'vitest';
import { byUrgency } from '../../machines/policy/urgency.ts';
import { priorityBeside, type Side, type Waiting } from '../../src/acts/priority-beside.ts';
import { createRandom } from '../../src/verification/random.ts';

const minute = 60_000;
const at = (id: string, openedAt: number, priority = 0): Waiting => ({ id, openedAt, priority });

/** Ids in the order they are given out, once `moved` was put there. */
function ordered(waiting: Waiting[], id: string, side: Side, beside: string, ageingMs = 10 * minute) {
  const moved = waiting.find((one) => one.id === id);
  if (!moved) throw new Error(`there is no ticket ${id}`);
  const priority = priorityBeside(waiting, moved, { beside, side }, ageingMs);
  if (priority === undefined) return undefined;
  return waiting
    .map((one) => (one.id === id ? { ...one, priority } : one))
    .sort(byUrgency(ageingMs))
    .map((one) => one.id)
    .join('');
}

describe.each([10 * minute, 0])('the priority that puts a ticket beside another, ageing %d', (ageingMs) => {
  const waiting = [at('a', 0, 2), at('b', minute, 1), at('c', 2 * minute), at('d', 3 * minute, -1)];

  it.each([
    ['d', 'before', 'a', 'dabc'],
    ['d', 'before', 'b', 'adbc'],
    ['a', 'after', 'b', 'bacd'],
    ['a', 'after', 'd', 'bcda'],
    ['b', 'before', 'c', 'abcd'],
    ['b', 'after', 'a', 'abcd'],
  ] as const)('puts %s %s %s: %s', (id, side, beside, expected) => {
    expect(ordered(waiting, id, side, beside, ageingMs)).toBe(expected);
  });

  it('is none beside what does not wait', () => {
    expect(ordered(waiting, 'a', 'before', 'z', ageingMs)).toBeUndefined();
  });

  it('passes all that count as exactly as urgent: nothing fits between them', () => {
    const same = [at('a', 0), at('b', 0), at('c', 0), at('d', 5 * minute, -1)];
    expect(ordered(same, 'd', 'before', 'b', ageingMs)).toBe('dabc');
    expect(ordered(same, 'a', 'after', 'b', ageingMs)).toBe('bcad');
  });

  it('keeps every other ticket where it was, whoever is put beside whom', () => {
    const random = createRandom(`priority beside, ageing ${ageingMs}`);
    for (let round = 0; round < 300; round += 1) {
      const many = Array.from({ length: 12 }, (_, n) =>
        at(String.fromCharCode(97 + n), random.between(0, 3 * 3_600_000), random.between(-2, 2)),
      );
      const [id, beside] = [random.between(0, 11), random.between(0, 11)].map((n) => many[n]?.id ?? 'a');
      if (id === undefined || beside === undefined || id === beside) continue;
      const side: Side = random.pick(['before', 'after']);
      const now = ordered(many, id, side, beside, ageingMs) ?? '';
      const was = [...many].sort(byUrgency(ageingMs)).map((one) => one.id);
      expect(now.replace(id, '')).toBe(was.filter((one) => one !== id).join(''));
      const distance = now.indexOf(beside) - now.indexOf(id);
      const away = side === 'before' ? distance : -distance;
      // Without ageing many are exactly as urgent, and those are passed.
      if (ageingMs > 0) expect(away).toBe(1);
      else expect(away).toBeGreaterThan(0);
    }
  });
});
