import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type FaultPoint, faultPoints } from '../../src/fault-points.ts';
import type { Beginnings } from './beginnings.ts';
import { openLine } from './crash-home.ts';
import { placeOf } from './points.ts';
import { playScenario } from './run-case.ts';
import type { ScenarioName } from './scenarios.ts';

const hitsOf = z.record(z.string(), z.number());

/** Plays a scenario in which nobody dies: how often each of its points was hit, and what did not hold. */
export async function countHits(
  scenario: ScenarioName,
  beginnings: Beginnings,
): Promise<{ readonly hits: ReadonlyMap<FaultPoint, number>; readonly violations: readonly string[] }> {
  const line = openLine();
  const files = {
    coordinator: join(line.directory, 'coordinator.hits'),
    worker: join(line.directory, 'worker.hits'),
  };
  const { violations } = await playScenario(line, scenario, beginnings, {
    coordinator: `count:${files.coordinator}`,
    worker: `count:${files.worker}`,
  });
  const hits = new Map<FaultPoint, number>();
  for (const point of Object.keys(faultPoints) as FaultPoint[]) {
    const place = placeOf(point);
    if (place.scenario !== scenario) continue;
    hits.set(point, hitsOf.parse(JSON.parse(readFileSync(files[place.process], 'utf8')))[point] ?? 0);
  }
  violations.push(...(await line.close()).map((text) => `still running: ${text}`));
  return { hits, violations };
}
