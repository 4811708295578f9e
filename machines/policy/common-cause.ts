export type Failure = {
  readonly service: string;
  /** Monotonic milliseconds. */
  readonly at: number;
  /** The probe itself ran much later than planned: this machine is the one that is slow. */
  readonly late: boolean;
};

/**
 * Whose fault it is that `failure` happened, seen beside the failures before it: several services failing together, or
 * a late probe, is the environment, and nobody is restarted, rolled back or asked to fix anything for it.
 */
export function causeOf(
  failure: Failure,
  earlier: readonly Failure[],
  limits: { readonly commonCauseServices: number; readonly commonCauseWindowMs: number },
): 'service' | 'environment' {
  if (failure.late) return 'environment';
  const together = new Set([failure.service]);
  for (const other of earlier) {
    if (Math.abs(failure.at - other.at) <= limits.commonCauseWindowMs) together.add(other.service);
  }
  return together.size >= limits.commonCauseServices ? 'environment' : 'service';
}
