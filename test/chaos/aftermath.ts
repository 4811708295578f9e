import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sessionsResponse } from '../../src/contracts/api.ts';
import type { ServiceView } from '../../src/contracts/board.ts';
import { processesOf } from '../e2e/support/processes.ts';
import { until } from '../e2e/support/until.ts';
import type { Rig } from './rig.ts';

/** Whether a service has come to rest: in production and healthy, or blocked with a reason. */
export function isAtAnEnd({ state, live, reason, paused }: ServiceView): boolean {
  if (paused) return false;
  return state === 'shipped' ? live.health === 'healthy' : state === 'blocked' && reason !== undefined;
}

/** What the API tells of the board, for comparing. */
export async function boardOf(rig: Rig): Promise<string> {
  const { sessions } = sessionsResponse.parse(await rig.line.ask('/api/sessions'));
  return inOrder({ services: await rig.line.list(), sessions });
}

/** As JSON with services and sessions by name. Figures that change from probe to probe are left out. */
export function inOrder(board: unknown): string {
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  // The cast holds: both sides are parsed by the contract or made from it.
  const { services, sessions } = (board ?? { services: [], sessions: [] }) as {
    services: ServiceView[];
    sessions: { name: string }[];
  };
  const steady = services.map((view) => ({ ...view, live: { ...view.live, uptime: null } }));
  return JSON.stringify([steady.sort(byName), [...sessions].sort(byName)]);
}

/** What is there after an orderly stop and should not be. */
export async function leftovers(rig: Rig): Promise<string[]> {
  const { line } = rig;
  await until('no process is left', () => processesOf(line.directory).length === 0, {
    withinMs: 8_000,
  }).catch(() => undefined);
  const processes = processesOf(line.directory).map(({ pid, command }) => `process ${pid}: ${command}`);
  const files = (path: string) =>
    existsSync(path) ? readdirSync(path).map((name) => `file ${path}/${name}`) : [];
  // What a worker's sandboxes are built with is made once and lasts.
  const temporary = files(join(line.directory, 'tmp')).filter((text) => !/\/andon-sandbox-\d+$/.test(text));
  return [...processes, ...temporary, ...files(join(line.home, 'temp'))];
}

/** Copies the home and the last words of everybody for a person to look at. */
export function keepEvidence(rig: Rig, place: string): void {
  mkdirSync(place, { recursive: true });
  cpSync(rig.line.home, place, { recursive: true, filter: (path) => path !== rig.filler });
  for (const { name, process: one } of rig.members) {
    if (one) writeFileSync(join(place, `${name}.txt`), one.said());
  }
}

/** Adds counts of the same name up. */
export function sum(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const one of all)
    for (const [name, value] of Object.entries(one)) total[name] = (total[name] ?? 0) + value;
  return total;
}
