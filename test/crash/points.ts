import type { FaultPoint } from '../../src/fault-points.ts';
import type { ScenarioName } from './scenarios.ts';

/** In which scenario a process comes by a point, which process that is, and whether it does so only once in its life. */
export type Place = {
  readonly scenario: ScenarioName;
  readonly process: 'coordinator' | 'worker';
  readonly once: boolean;
};

/** Points that a worker comes by and that are not named for it. */
const inWorkers = /^(worker\.|workspace\.(clone|submit)\.|work-queue\.delivery\.)/;

/** Points that not every line comes by; all others lie on the way of a new service. */
const elsewhere: Readonly<Partial<Record<FaultPoint, ScenarioName>>> = {
  'app.recall.before': 'supersede',
  'work-queue.recall.marked': 'supersede',
  'work-queue.recall.removed': 'supersede',
  'write-back.file.dropped': 'supersede',
  'write-back.removal.moved': 'supersede',
  'workspace.intake.written': 'hand-edit',
  'workspace.intake.referenced': 'hand-edit',
  'catalog.intake.noted': 'hand-edit',
  'catalog.intake.told': 'hand-edit',
  'catalog.intake.taken': 'hand-edit',
  'app.restart.before': 'roll-back',
  'app.roll-back.before': 'roll-back',
  'release.restart.stopped': 'roll-back',
  'release.restart.started': 'roll-back',
  'release.roll-back.stopped': 'roll-back',
  'release.roll-back.healthy': 'roll-back',
  'release.roll-back.after': 'roll-back',
  'app.discard.before': 'discard',
  'release.discard.stopped': 'discard',
  'release.discard.removed': 'discard',
  'app.stop.before': 'retire',
  'release.stop.stopped': 'retire',
  'release.stop.removed': 'retire',
  'release.adopt.settled': 'retire',
  'embedded-redis.start.before': 'outage',
  'embedded-redis.start.spawned': 'outage',
  'embedded-redis.start.recorded': 'outage',
  'embedded-redis.start.ready': 'outage',
};

const onceInALife: ReadonlySet<FaultPoint> = new Set([
  'store.migrate.before',
  'store.migrate.after',
  'worker.registered',
  'sessions.register.before',
  'sessions.register.after',
]);

export function placeOf(point: FaultPoint): Place {
  return {
    scenario: elsewhere[point] ?? 'ship',
    process: inWorkers.test(point) ? 'worker' : 'coordinator',
    once: onceInALife.has(point),
  };
}
