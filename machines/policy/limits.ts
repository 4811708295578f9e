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
} as const;

/** The table of thresholds, as overridden for one home. */
export type Limits = { readonly [K in keyof typeof defaultLimits]: number };
