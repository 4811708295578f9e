/** One budget of DESIGN §6 and what was measured against it; printed as one line of JSON. */
export type Figure = {
  readonly bench: string;
  readonly value: number;
  readonly unit: string;
  readonly budget: number;
  readonly ok: boolean;
  readonly [detail: string]: unknown;
};

/** A figure that must not exceed its budget. */
export function atMost(
  bench: string,
  value: number,
  unit: string,
  budget: number,
  details: object = {},
): Figure {
  return { bench, value: rounded(value), unit, budget, ok: value <= budget, ...details };
}

/** A figure that must reach its budget. */
export function atLeast(
  bench: string,
  value: number,
  unit: string,
  budget: number,
  details: object = {},
): Figure {
  return { bench, value: rounded(value), unit, budget, ok: value >= budget, ...details };
}

/** The value that `share` (0–1) of the samples do not exceed. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** p50, p99 and maximum, in the samples' own unit. */
export function spread(samples: readonly number[]): { p50: number; p99: number; max: number } {
  return {
    p50: rounded(percentile(samples, 0.5)),
    p99: rounded(percentile(samples, 0.99)),
    max: rounded(percentile(samples, 1)),
  };
}

export function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
