import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../src/errors.ts';
import { type FaultPoint, faultPoints } from '../../src/fault-points.ts';
import { checkHome } from '../checker/home-history.ts';
import type { Line } from '../e2e/support/line.ts';
import type { Beginnings } from './beginnings.ts';
import { keepCoordinator, keepWorker, openLine } from './crash-home.ts';
import { buildViolations, fileViolations, journalViolations, settled } from './end-checks.ts';
import type { KeptProcess } from './kept-process.ts';
import { placeOf } from './points.ts';
import { type Scenario, type ScenarioName, scenarios } from './scenarios.ts';

export type Case = { readonly point: FaultPoint; readonly hit: number };

export type CaseResult = Case & {
  readonly recoveryMs: number | null;
  readonly tookMs: number;
  readonly violations: readonly string[];
};

/** Every point at its first and second hit; those that come once in a life, once. */
export function allCases(): Case[] {
  return Object.keys(faultPoints).flatMap((name) => {
    const point = name as FaultPoint;
    return (placeOf(point).once ? [1] : [1, 2]).map((hit) => ({ point, hit }));
  });
}

type Played = {
  readonly coordinator: KeptProcess;
  readonly worker: KeptProcess | undefined;
  readonly violations: string[];
};

/** Kills a process of a line at the n-th hit of a point, and says what did not hold afterwards. */
export async function runCase(one: Case, beginnings: Beginnings): Promise<CaseResult> {
  const began = performance.now();
  const { scenario, process } = placeOf(one.point);
  const armed = `${one.point}:${one.hit}`;
  const line = openLine();
  const { coordinator, worker, violations } = await playScenario(line, scenario, beginnings, {
    [process]: armed,
  });
  const [victim, other] = process === 'coordinator' ? [coordinator, worker] : [worker, coordinator];
  const killed = victim?.deaths.filter(({ said }) => said.includes(`killed at ${armed}`)) ?? [];
  if (killed.length === 0) violations.unshift('the point was never hit');
  const others = [...(victim?.deaths ?? []), ...(other?.deaths ?? [])].filter(
    (death) => !killed.includes(death),
  );
  for (const { how, said } of others) violations.push(`died by itself (${how}): ${said.slice(-500)}`);
  const left = await line.close();
  violations.push(...left.map((text) => `still running: ${text}`));
  return {
    ...one,
    recoveryMs: victim?.recoveries[0] ?? null,
    tookMs: performance.now() - began,
    violations,
  };
}

/** Plays a scenario to its end, stops everything in order, and checks what is left. Rejects for nothing. */
export async function playScenario(
  line: Line,
  name: ScenarioName,
  beginnings: Beginnings,
  armed: { coordinator?: string; worker?: string } = {},
): Promise<Played> {
  const scenario: Scenario = scenarios[name];
  const violations: string[] = [];
  await beginnings.copyTo(line, scenario.from);
  const coordinator = keepCoordinator(line, armed.coordinator);
  let worker: KeptProcess | undefined;
  try {
    await coordinator.up;
    if (scenario.needsWorkers) worker = keepWorker(line, 'amy', armed.worker);
    await worker?.up;
    await scenario.play(line);
    await settled(line, scenario.endings);
    for (const each of [coordinator, worker]) await each?.recovered();
    await settled(line, scenario.endings);
  } catch (error) {
    violations.push(`it did not come to its end: ${messageOf(error)}`);
  }
  for (const each of [worker, coordinator]) {
    const how = await each?.stop();
    if (how !== undefined && how !== 0) violations.push(`asked to end, it ended with ${how}`);
  }
  violations.push(...(await endViolations(line, scenario)));
  if (worker?.deaths.length === 0) violations.push(...buildViolations(line));
  return { coordinator, worker, violations };
}

async function endViolations(line: Line, scenario: Scenario): Promise<string[]> {
  if (!existsSync(join(line.home, 'andon.db'))) return ['there is no database'];
  try {
    const found = await checkHome(line.home, [], { settled: true });
    return [
      ...fileViolations(line, scenario.endings),
      ...journalViolations(line.home, scenario.endings.length),
      ...found.map(({ promise, seq, text }) => `${promise} (event ${seq}): ${text}`),
    ];
  } catch (error) {
    return [`the end could not be checked: ${messageOf(error)}`];
  }
}
