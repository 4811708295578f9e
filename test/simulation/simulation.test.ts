import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../checker/observation.ts';
import { runSeed } from './run-seed.ts';
import { sabotages } from './sabotages.ts';
import { Tally } from './tally.ts';
import { World } from './world.ts';
import { drawPlan } from './world-plan.ts';

/** Seeds that once found something come first; each found what the sabotage of the same place finds now. */
const regressions = [...new Set(sabotages.map(({ seed }) => seed))];
const others = Array.from({ length: 60 }, (_, n) => n + 1).filter((seed) => !regressions.includes(seed));

describe('the line in a simulated world', () => {
  const tally = new Tally();

  it.each([...regressions, ...others])(
    'keeps its promises with seed %i',
    { timeout: 120_000 },
    async (seed) => {
      const result = await runSeed(seed);
      tally.add(result);
      expect(result.violations).toEqual([]);
    },
  );

  it('really ships, and really is struck, in these worlds', () => {
    expect(tally.shipped).toBeGreaterThan(tally.seeds);
    expect(tally.struck('coordinatorDies')).toBeGreaterThan(10);
    expect(tally.never().length).toBeLessThan(3);
  });
});

describe('a simulated world', () => {
  /** Everything that happened; the hash of a session's secret token is the one thing drawn outside the world. */
  async function story(seed: number): Promise<string> {
    const world = new World(drawPlan(seed));
    const hash = createHash('sha256');
    world.onSeen((observation: Observation) => {
      hash.update(JSON.stringify(observation).replaceAll(/"tokenHash":"[^"]*"/g, ''));
    });
    await world.run();
    return hash.digest('hex');
  }

  it('is the same again with the same seed, and another with another', async () => {
    expect(await story(7)).toBe(await story(7));
    expect(await story(7)).not.toBe(await story(8));
  });
});
