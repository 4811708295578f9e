import type { Block } from '../../machines/service/service.context.ts';
import { contentHash } from '../../src/contracts/tree-hash.ts';
import type { HomeCoordinator } from '../../src/coordinator/coordinator.ts';
import type { CoordinatorProcess } from './coordinator-process.ts';
import type { SimulatedTree } from './simulated-tree.ts';

/** Whether nothing is under way any more: everything at an end and taken in, nothing owed, no ticket open. */
export function isSettled(
  process: CoordinatorProcess | null,
  tree: SimulatedTree,
  services: number,
): boolean {
  if (!process?.listening || process.life.clock.stopped) return false;
  const { coordinator } = process.line;
  if (coordinator.owedEffects > 0 || [...coordinator.tickets()].length > 0) return false;
  const states = [...coordinator.services()];
  return (
    states.length === services &&
    states.every(({ line, live, context }) => {
      const over = line === 'shipped' || (line === 'blocked' && !isPassing(context.block));
      const wellOrDown = /none|healthy|down/.test(live) && !live.endsWith('unhealthy');
      return over && wellOrDown && isTakenIn(tree, context.name, context.spec?.hash ?? null);
    })
  );
}

/** The tree's spec is the one the service knows. */
export function isTakenIn(tree: SimulatedTree, name: string, hash: string | null): boolean {
  const text = tree.spec(name);
  return (text === null ? null : contentHash(text)) === hash;
}

/** Where everything stands, for a world that did not settle. */
export function standing(coordinator: HomeCoordinator | undefined): string {
  if (!coordinator) return 'nobody coordinates';
  const states = [...coordinator.services()].map(
    ({ line, live, context }) =>
      `${context.name} ${line} ${live} ${JSON.stringify(context.block)} ${JSON.stringify(context.ticket)}`,
  );
  return `${coordinator.owedEffects} effects are owed; ${states.join('; ')}`;
}

const passingCodes: ReadonlySet<string> = new Set(['environment', 'gate-broken', 'record-refused']);

/** What the machine's trouble or a tampered record blocked is tried again by itself, and works once that is over. */
function isPassing(block: Block | null): boolean {
  return block !== null && passingCodes.has(block.code);
}
