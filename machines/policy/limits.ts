/**
 * Every threshold of the line, in one table. Times are milliseconds. The values are DESIGN §6; `andon.yaml` may
 * override them, and the shell passes the merged table in with the machine's input.
 */
export const defaultLimits = {
  leaseBeatMs: 5_000,
  leaseExpiryMs: 20_000,
  leaseSweepMs: 2_000,
  attempts: 3,
  ticketDeadlineMs: 24 * 60 * 60_000,
  /** Inconclusive verdicts in a row before the service is blocked with what is missing. */
  inconclusiveRetries: 2,
  /** While blocked for an environment reason, how often Andon looks again by itself. */
  recheckMs: 60_000,
  probeEveryMs: 5_000,
  probeTimeoutMs: 5_000,
  probeFails: 3,
  probePasses: 2,
  /** A release answers its first probe within this of its start. */
  startMs: 20_000,
  provingMs: 5_000,
  provingPasses: 3,
  restarts: 3,
  restartBackoffMs: 1_000,
  restartBackoffCapMs: 30_000,
  /** Health kept this long after a restart forgives the restarts before it. */
  restartForgiveMs: 5 * 60_000,
  coveragePercent: 80,
  rescanMs: 60_000,
  reconcileMs: 60_000,
  supersedeQuietMs: 30_000,
  /** This many services failing together within the window is one environment incident. */
  commonCauseServices: 3,
  commonCauseWindowMs: 10_000,
  /** More than this share of the services vanishing at once suspends the scan. */
  vanishShare: 0.2,
  releasesKept: 5,
  failedWorkspacesKeptMs: 3 * 24 * 60 * 60_000,
  sessionStaleMs: 20_000,
  /** This many sessions dying with work in hand within the window stops assigning for the pause. */
  breakerDeaths: 3,
  breakerWindowMs: 30_000,
  breakerPauseMs: 60_000,
  /** Holdings of one ticket that ended in the death of their session, before the ticket is quarantined. */
  poisonDeaths: 3,
  /** How long an account is parked when its provider does not say; and the most it ever is. */
  parkMs: 5 * 60_000,
  parkCapMs: 24 * 60 * 60_000,
  /** No sign of progress and no change in the workspace for so long is a stall. */
  stallMs: 5 * 60_000,
  /** The same action so often in a row, with nothing changed by it, is a stall as well. */
  stallRepeats: 25,
  /** A waiting ticket gains one step of priority every so often. */
  ageingMs: 10 * 60_000,
  /** Tickets in hands at a time, by kind of work; 0: no limit. */
  wipSpec: 0,
  wipBuild: 0,
  wipTest: 0,
  /** So many independent builds of each new spec; 1: one. */
  redundancy: 1,
  /** 1: a verified change waits for somebody's word before it is deployed; 0: it does not. */
  approval: 0,
  /** How long several builds wait for those that nobody can take, once the others are done. */
  redundancyPatienceMs: 10 * 60_000,
  /** Share of a budget at which it is warned of. */
  budgetWarnShare: 0.8,
} as const;

/** The table of thresholds, as overridden for one home. */
export type Limits = { readonly [K in keyof typeof defaultLimits]: number };
