export type TestStatus = 'passed' | 'failed' | 'skipped';

/** One test as a runner reported it; `id` is its file (where known), the groups it is in, and its title. */
export type TestResult = {
  readonly id: string;
  readonly status: TestStatus;
  /** What went wrong, or why it was skipped. */
  readonly message: string;
  /** Relative to `BUILD/`, where the runner told it. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly durationMs?: number | undefined;
  /** How often it was run again before this came of it, where the runner told it. */
  readonly retries?: number | undefined;
};

/** Hits by line, by file relative to `BUILD/`. */
export type LineHits = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Parts of texts that never ran, from and to in UTF-16 units, by file relative to `BUILD/`. */
export type IdleParts = ReadonlyMap<string, readonly (readonly [number, number])[]>;

/** What came of running a suite, as far as it got. */
export type TestReport = {
  readonly results: readonly TestResult[];
  readonly hits: LineHits;
  /** Finer than lines, where the runner tells it: of every file that was loaded. */
  readonly idle?: IdleParts | undefined;
  /** Test files that ended in good order and reported no test. */
  readonly empty: readonly string[];
  /** What keeps the suite from counting although tests were reported, one sentence each. */
  readonly problems: readonly string[];
  /** Trouble that is this machine's and nobody's work; the suite says nothing then. */
  readonly environment: string | null;
};

/** A suite that could not be run here. */
export function notRun(environment: string): TestReport {
  return { results: [], hits: new Map(), empty: [], problems: [], environment };
}
