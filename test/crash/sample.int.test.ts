import { execFileSync } from 'node:child_process';
import pLimit from 'p-limit';
import { afterAll, describe, expect, it } from 'vitest';
import { createBeginnings } from './beginnings.ts';
import { countHits } from './count-hits.ts';
import { placeOf } from './points.ts';
import { runCase } from './run-case.ts';
import { sampleOf } from './sample.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';

const seed =
  process.env.ANDON_CRASH_SEED ?? execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
/** About a minute on two cores. */
const cases = sampleOf(seed, 8);

describe('a line whose processes are killed', { timeout: 600_000 }, () => {
  const beginnings = createBeginnings();
  // Of concurrent tests: more would only slow each other down.
  const sideBySide = pLimit(2);
  afterAll(() => beginnings.close());

  console.log(`crash sample of seed ${seed}; again with ANDON_CRASH_SEED=${seed}`);
  it.concurrent.each(cases)('keeps every promise at hit $hit of $point', async (one) => {
    expect((await sideBySide(() => runCase(one, beginnings))).violations).toEqual([]);
  });

  it.concurrent.each(Object.keys(scenarios) as ScenarioName[])(
    'comes by every point of %s often enough, and holds where nobody dies',
    async (scenario) => {
      const { hits, violations } = await sideBySide(() => countHits(scenario, beginnings));
      const tooFew = [...hits].filter(([point, count]) => count < (placeOf(point).once ? 1 : 2));
      expect(tooFew).toEqual([]);
      expect(violations).toEqual([]);
      expect(hits.size).toBeGreaterThan(0);
    },
  );
});
