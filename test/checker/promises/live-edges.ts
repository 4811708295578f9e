export type LiveState = 'none' | 'healthy' | 'unhealthy' | 'restarting' | 'rollingBack' | 'down';

type Edges = Readonly<Partial<Record<string, readonly LiveState[]>>>;

/** One rung up the ladder. */
const climb: readonly LiveState[] = ['restarting', 'rollingBack', 'down'];

/**
 * DESIGN §2.1 by hand: what serves, from each state, by which fact, to where. A rollback settles before anything else
 * switches. A service may be retired in any state; its directory may vanish and return in any, which is no edge here.
 */
export const liveEdges: Readonly<Record<LiveState, Edges>> = {
  none: { ReleaseSwitched: ['healthy'] },
  healthy: { HealthFailed: ['unhealthy', ...climb], SwitchFailed: ['down'], RollbackAsked: ['rollingBack'] },
  unhealthy: {
    HealthPassed: ['healthy'],
    HealthFailed: climb,
    RollbackAsked: ['rollingBack'],
    ReleaseSwitched: ['healthy'],
    SwitchFailed: ['down'],
  },
  restarting: {
    HealthPassed: ['healthy'],
    HealthFailed: ['unhealthy', 'rollingBack', 'down'],
    ReleaseSwitched: ['healthy'],
    SwitchFailed: ['down'],
  },
  rollingBack: { RolledBack: ['healthy'], RollbackFailed: ['down', 'healthy', 'restarting'] },
  down: {
    HealthPassed: ['healthy'],
    ReleaseSwitched: ['healthy'],
    ServiceRetried: ['restarting'],
    RollbackAsked: ['rollingBack'],
  },
};
