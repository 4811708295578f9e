/** What is known of one of several builds of a change, for comparing it with the others. */
export type ComparedBuild = {
  /** How it is called in sentences: `build 2 of s7`. */
  readonly name: string;
  readonly ticket: string;
  /** The last gate it has passed; null where it failed the first. */
  readonly passed: 'build' | 'test' | null;
  /** Percent; null where nothing was measured. */
  readonly mutation: number | null;
  readonly coverage: number | null;
  /** Tests that passed. */
  readonly tests: number | null;
  /** Dollars; null is unknown, and counts as more than any sum that is known. */
  readonly usd: number | null;
  /** From its start to its submission. */
  readonly ms: number | null;
};

type Criterion = {
  /** Larger is better. */
  readonly of: (build: ComparedBuild) => number;
  readonly says: (build: ComparedBuild) => string;
};

const gates = { test: 2, build: 1 } as const;
const unknown = Number.NEGATIVE_INFINITY;
const percent = (value: number | null) =>
  value === null ? 'not measured' : `${Math.round(value * 10) / 10} %`;

const quality: readonly Criterion[] = [
  {
    of: ({ passed }) => (passed === null ? 0 : gates[passed]),
    says: ({ passed }) => (passed === null ? 'failed the build gate' : `passed the ${passed} gate`),
  },
  {
    of: ({ mutation }) => mutation ?? unknown,
    says: ({ mutation }) => `mutation score ${percent(mutation)}`,
  },
  { of: ({ coverage }) => coverage ?? unknown, says: ({ coverage }) => `coverage ${percent(coverage)}` },
  { of: ({ tests }) => tests ?? unknown, says: ({ tests }) => `${tests ?? 'no'} passed tests` },
];

const economy: readonly Criterion[] = [
  {
    of: ({ usd }) => (usd === null ? unknown : -usd),
    says: ({ usd }) => (usd === null ? 'unknown cost' : `$${usd.toFixed(2)}`),
  },
  {
    of: ({ ms }) => (ms === null ? unknown : -ms),
    says: ({ ms }) => (ms === null ? 'unknown duration' : `${Math.round(ms / 1_000)} s of work`),
  },
];

export type RankedBuild = {
  readonly ticket: string;
  /** Why it stands where it stands: what sets it before the next one. */
  readonly text: string;
};

/**
 * The builds, the best first: what passed the test gate before what passed the build gate before what failed; then the
 * better suite (mutants noticed, coverage, tests passed), then what cost less, then what was faster, then as listed.
 */
export function rankBuilds(builds: readonly ComparedBuild[]): RankedBuild[] {
  const ranked = builds
    .map((build, index) => ({ build, index }))
    .sort((a, b) => -compare(a.build, b.build, [...quality, ...economy]) || a.index - b.index)
    .map(({ build }) => build);
  return ranked.map((build, index) => ({ ticket: build.ticket, text: whyBefore(build, ranked[index + 1]) }));
}

/** Whether `merged` is no worse than `best` by what the gates found; what it cost is no part of that. */
export function isAtLeastAsGood(merged: ComparedBuild, best: ComparedBuild): boolean {
  return compare(merged, best, quality) >= 0;
}

function whyBefore(build: ComparedBuild, next: ComparedBuild | undefined): string {
  if (!next)
    return `${build.name}: ${[quality[0], ...measured(build)].map((one) => one?.says(build)).join(', ')}`;
  const decides = [...quality, ...economy].find((one) => one.of(build) !== one.of(next));
  if (!decides) return `${build.name} is as good as ${next.name}, and was asked for before it`;
  return `${build.name} goes before ${next.name}: ${decides.says(build)}, against ${decides.says(next)}`;
}

function measured(build: ComparedBuild): Criterion[] {
  return quality.slice(1).filter((one) => one.of(build) !== unknown);
}

function compare(a: ComparedBuild, b: ComparedBuild, by: readonly Criterion[]): number {
  for (const { of } of by) {
    const [one, other] = [of(a), of(b)];
    if (one !== other) return one > other ? 1 : -1;
  }
  return 0;
}
