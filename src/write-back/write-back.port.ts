export type PublishOrder = {
  readonly service: { readonly id: string; readonly name: string };
  readonly commit: string;
  readonly what: 'build' | 'spec';
  /**
   * A hand edit (or a newer spec) of the user's waits for its own change, so this commit does not contain it: what was
   * taken in from people is left alone, and only what Andon wrote itself is replaced.
   */
  readonly editPending: boolean;
  /** Whether the catalog believes the directory to be there. Where it is not, a missing one is no surprise. */
  readonly present: boolean;
};

export type Published = {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  /** Left as they are, since their content is somebody's edit or the path cannot be written; the catalog takes them in. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
};

/**
 * Puts accepted work into the user's tree. A file is replaced only while it holds what Andon wrote or has taken in;
 * anything else is skipped and reported. Doing it twice is doing it once. Rejects when the commit cannot be read, the
 * disk refuses (full, read-only) or the directory is gone and nobody has noticed yet; what was written until then stays
 * and is known.
 */
export interface WriteBack {
  publish(order: PublishOrder): Promise<Published>;
}
