import type { LintSpecResponse, SpecRequirement } from '../contracts/specs.ts';

/** One statement of a spec, with what it says as far as it was understood. */
export type StudiedStatement = Pick<SpecRequirement, 'id' | 'line' | 'text' | 'section'> & {
  /** What it says beside the usual, as words that are the same wherever the same is said. */
  readonly facts: readonly string[];
  /** Something of it is tried on the running service. */
  readonly tried: boolean;
};

/** A text as the spec gate and the verifier read it. */
export type StudiedSpec = {
  readonly lint: LintSpecResponse;
  /** By line; none of a text that takes too long to be understood. */
  readonly statements: readonly StudiedStatement[];
};
