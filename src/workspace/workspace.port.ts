/**
 * The bare repositories `.andon/git/<service id>.git`, whose root is the service directory. Only Andon writes them.
 * Rejects with `GIT_FAILED` when git itself fails, `SUBMISSION_REFUSED` when a bundle breaks a rule.
 */
export interface Repositories {
  /** Takes the service directory's files in as a commit (no filters, attributes, hooks; `.env`, caches, databases and
   *  `.git` left out), under `refs/intake/<commit>`. Same content, parents and message give the same commit. */
  intake(service: string, directory: string, parent: string | null, at: number): Promise<string>;
  /** The commit a ticket starts from: `base` (or nothing) with this SPEC.md. Set on `change/<n>`. Idempotent. */
  prepare(
    service: string,
    order: { change: number; base: string | null; spec: string; at: number },
  ): Promise<string>;
  /** A git bundle of one commit with no history beside it, for a worker to clone; written to `file`. */
  bundle(service: string, commit: string, file: string): Promise<void>;
  /** Imports a worker's bundle under the create-only ref `refs/submissions/<ticket>/<token>` and returns its commit.
   *  Refuses files outside `allowed` (`BUILD/`, or `SPEC.md` for an architect), links out of the tree, and size over the limit. */
  importSubmission(
    service: string,
    order: {
      ticket: string;
      token: number;
      bundle: string;
      commit: string;
      base: string;
      allowed: readonly string[];
    },
  ): Promise<string>;
  /** Writes the tree of one commit into the empty `directory`: no history, attributes, filters, hooks. */
  export(service: string, commit: string, directory: string, subtree?: string): Promise<void>;
  /** Text of one file at one commit; undefined where it is not there. */
  file(service: string, commit: string, path: string): Promise<string | undefined>;
  /** Paths under `subtree` at one commit with their blob hashes. */
  list(service: string, commit: string, subtree?: string): Promise<{ path: string; blob: string }[]>;
  has(service: string, commit: string): Promise<boolean>;
  /** Moves `main` (what serves) to this commit. */
  setMain(service: string, commit: string): Promise<void>;
}
