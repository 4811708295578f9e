/** What a row of probes has come to. */
export type Pulse = { readonly state: 'unknown' | 'healthy' | 'unhealthy'; readonly inRow: number };

export const noPulse: Pulse = { state: 'unknown', inRow: 0 };

/**
 * One more probe. The state turns only after so many equal results in a row, so that one lost probe is no outage;
 * `turned` says that it did with this one. `inRow` counts results that speak against the state.
 */
export function felt(
  pulse: Pulse,
  passed: boolean,
  limits: { readonly probeFails: number; readonly probePasses: number },
): Pulse & { readonly turned: boolean } {
  const to = passed ? 'healthy' : 'unhealthy';
  if (pulse.state === to) return { state: to, inRow: 0, turned: false };
  // Before the first turn both directions are open: a run is counted in the sign of `inRow`.
  const run = pulse.state === 'unknown' ? unknownRun(pulse.inRow, passed) : pulse.inRow + 1;
  const needed = passed ? limits.probePasses : limits.probeFails;
  if (Math.abs(run) >= needed) return { state: to, inRow: 0, turned: true };
  return { state: pulse.state, inRow: run, turned: false };
}

function unknownRun(inRow: number, passed: boolean): number {
  if (passed) return inRow > 0 ? inRow + 1 : 1;
  return inRow < 0 ? inRow - 1 : -1;
}
