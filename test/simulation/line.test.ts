import { describe, expect, it } from 'vitest';
import { World } from './world.ts';

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);

describe('the line in a simulated world', () => {
  let shipped = 0;
  let crashes = 0;

  it.each(seeds)('keeps its promises with seed %i', async (seed) => {
    const world = new World({ seed, services: 6, faultyMs: 30 * 60_000 });
    await world.run();
    shipped += world.checker.shipped;
    crashes += world.crashes;
    expect(world.checker.commits).toBeGreaterThan(50);
  });

  it('really ships and really crashes in these worlds', () => {
    expect(shipped).toBeGreaterThan(seeds.length);
    expect(crashes).toBeGreaterThan(10);
  });
});
