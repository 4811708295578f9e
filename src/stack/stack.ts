/** How the tests of a stack are run and where their reports are. Paths are relative to `BUILD/`. */
export type TestPlan =
  | { readonly runner: 'node'; readonly files: readonly string[] }
  | { readonly runner: 'pytest'; readonly argv: readonly string[] }
  | { readonly runner: 'go'; readonly argv: readonly string[] }
  | {
      readonly runner: 'custom';
      readonly argv: readonly string[];
      readonly junit: string;
      readonly lcov: string;
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
