import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ViewMap } from '../../web/src/live/view-map.ts';

const key = fc.integer({ min: 0, max: 40 }).map((n) => `key-${n}`);
const steps = fc.array(fc.array(fc.tuple(key, fc.option(fc.nat(), { nil: undefined })), { maxLength: 8 }), {
  maxLength: 20,
});

describe('views by key', () => {
  it('hold what a plain map holds, and leave every earlier one as it was', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const plain = new Map<string, number>();
        const kept: [ViewMap<number>, Map<string, number>][] = [];
        let views = ViewMap.of<number>([]);
        for (const changes of all) {
          for (const [name, value] of changes) {
            if (value === undefined) plain.delete(name);
            else plain.set(name, value);
          }
          const before = views;
          views = views.with(changes);
          kept.push([views, new Map(plain)]);
          const other = [...new Set([...before.keys(), ...views.keys()])].filter(
            (name) => before.get(name) !== views.get(name),
          );
          expect(views.keysOtherThanIn(before).sort()).toEqual(other.sort());
        }
        for (const [then, truth] of kept) {
          expect(new Map(then)).toEqual(truth);
          expect(then.size).toBe(truth.size);
          expect([...truth.keys()].every((name) => then.has(name))).toBe(true);
        }
      }),
    );
  });
});
