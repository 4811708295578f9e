/** A report that a test command writes: its format, and where, relative to `BUILD/`. */
export type ReportFile = {
  readonly format: 'junit' | 'tap' | 'vitest' | 'jest' | 'mocha' | 'go' | 'ctrf';
  readonly path: string;
};

export type CoverageFile = { readonly format: 'lcov' | 'cobertura' | 'istanbul'; readonly path: string };

/** How the tests of a stack are run. `files` are the test files that were found, relative to `BUILD/`, sorted. */
export type TestPlan =
  | { readonly runner: 'node' | 'pytest'; readonly files: readonly string[] }
  | {
      readonly runner: 'vitest' | 'jest' | 'mocha';
      readonly files: readonly string[];
      /** Why what `package.json` calls by this name is not the runner from the registry; null when it is. */
      readonly distrust: string | null;
    }
  | { readonly runner: 'go'; readonly files: readonly string[]; readonly argv: readonly string[] }
  | {
      readonly runner: 'custom';
      readonly files: readonly string[];
      readonly argv: readonly string[];
      readonly report: ReportFile;
      readonly coverage: CoverageFile;
    };

/**
 * How a service is installed, started and tested. Everything is an argv run in `BUILD/`, never a shell line; a bare
 * program name (`node`, `python3`) is found by the sandbox in its toolchain.
 */
export type Stack = {
  readonly name: 'node' | 'python' | 'go' | 'custom';
  /** Files that must be there, relative to `BUILD/`. */
  readonly requiredFiles: readonly string[];
  /** Run once, with the network; null when there is nothing to install. */
  readonly install: readonly string[] | null;
  /** Runs until stopped; listens on `PORT`, keeps its data in `DATA_DIR`. */
  readonly start: readonly string[];
  /** Added to the environment of install, start and test. Relative paths in it are relative to `BUILD/`. */
  readonly env: Readonly<Record<string, string>>;
  /** Null when no test is there. */
  readonly test: TestPlan | null;
};

/** What is in the way of a stack, one sentence each. */
export type StackMissing = { readonly missing: readonly string[] };
