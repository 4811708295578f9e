/** A test that has to fail, put into a test file under a name nobody could know. */
export type Canary = {
  readonly name: string;
  /** What it does that must be told as a failure, for the reason: `throws`, `assert.equal(1, 2)`. */
  readonly does: string;
  /** Whether it may be missing from the report: it is registered by a helper that may be something else. */
  readonly optional?: boolean;
};

/** Text to append to a test file with the canaries in it; or why none can be put there. */
export type Injection =
  | { readonly text: string; readonly canaries: readonly Canary[] }
  | { readonly impossible: string };
