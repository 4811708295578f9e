import { service } from './service.vocabulary.ts';

/** One rung up for a service that fails by itself. */
const climb = [
  { guard: 'mayRestart', target: 'restarting', actions: 'planRestart' },
  { guard: 'mayRollBack', target: 'rollingBack', actions: 'rollBack' },
  { guard: 'isTrouble', target: 'down', actions: 'goDown' },
] as const;

const fail = [
  { guard: 'isEnvironmentTrouble', target: 'unhealthy', actions: 'noteUnhealthy' },
  ...climb,
] as const;

const askedRollback = {
  RollbackAsked: { guard: 'isRollbackAsked', target: 'rollingBack', actions: 'rollBackAsAsked' },
} as const;

/**
 * How what serves is doing, and the ladder. The directory may vanish and return on any rung: the two overlays hold the
 * same states, so that a service without its directory is served, watched and recovered like any other.
 */
function overlay(to: 'present' | 'missing') {
  const flip = (state: string) =>
    to === 'missing'
      ? { DirectoryVanished: { target: `#live.missing.${state}` } }
      : { DirectoryReturned: { target: `#live.present.${state}` } };
  return service.createStateConfig({
    initial: 'healthy',
    on: {
      ReleaseSwitched: { guard: 'isCandidate', target: '.healthy', actions: 'serve' },
      SwitchFailed: { guard: 'isSwitchToNothing', target: '.down', actions: 'loseServing' },
    },
    states: {
      healthy: {
        entry: 'enterLive',
        on: {
          ...flip('healthy'),
          ReleaseSwitched: {
            guard: 'isCandidate',
            actions: 'serveKeepingLast',
          },
          HealthFailed: fail,
          TimerFired: { guard: 'mayForgive', actions: 'forgive' },
          ...askedRollback,
        },
      },
      unhealthy: {
        entry: 'enterLive',
        on: {
          ...flip('unhealthy'),
          HealthPassed: { guard: 'isServing', target: 'healthy', actions: 'recover' },
          HealthFailed: climb,
          ...askedRollback,
        },
      },
      restarting: {
        entry: 'enterLive',
        on: {
          ...flip('restarting'),
          TimerFired: { guard: 'isRestartDue', actions: 'restart' },
          ReleaseRestarted: { guard: 'isRestartAsked', actions: 'noteRestarted' },
          HealthPassed: { guard: 'isServing', target: 'healthy', actions: 'recover' },
          HealthFailed: fail,
        },
      },
      rollingBack: {
        entry: 'enterLive',
        on: {
          ...flip('rollingBack'),
          RolledBack: [
            { guard: 'isRollbackAskedFor', target: 'healthy', actions: 'noteWent' },
            { guard: 'isRollback', target: 'healthy', actions: 'noteRolledBack' },
          ],
          RollbackFailed: [
            { guard: 'isRollbackUndone', target: 'healthy', actions: 'noteUndone' },
            // Nothing serves, and nobody's code was to blame for it: what served is brought back like any that fails.
            { guard: 'isRollbackLost', target: 'restarting', actions: ['noteUndone', 'planRestart'] },
            { guard: 'isRollback', target: 'down', actions: 'noteRollbackFailed' },
          ],
        },
      },
      down: {
        entry: 'enterLive',
        on: {
          ...flip('down'),
          HealthPassed: { guard: 'isServing', target: 'healthy', actions: 'recover' },
          ServiceRetried: { target: 'restarting', actions: ['restartLadder', 'planRestart'] },
          ...askedRollback,
        },
      },
    },
  });
}

/** Which release serves. Only this region switches; the line asks it to by proving a release. */
export const liveChart = service.createStateConfig({
  id: 'live',
  initial: 'none',
  on: {
    ReleaseProved: { guard: 'isProvedRelease', actions: 'switchOver' },
    ServiceRetired: { guard: 'isNotRetired', target: '.none', actions: 'stopServing' },
  },
  states: {
    none: {
      on: {
        ReleaseSwitched: [
          { guard: 'isCandidateOfAbsent', target: 'missing.healthy', actions: 'serve' },
          { guard: 'isCandidate', target: 'present.healthy', actions: 'serve' },
        ],
      },
    },
    present: overlay('missing'),
    missing: overlay('present'),
  },
});
