/** Content hash of a file, or null where Andon knows of no file. */
export type KnownContent = string | null;

/**
 * What Andon knows to stand under a service's `BUILD/` and in its spec: what it wrote there, and what it has taken in
 * from people. Anything else on disk is somebody's edit. Durable.
 */
export interface KnownFiles {
  /** By path, every content that is no edit; while a file is being written that is both the old and the new. */
  of(service: string): ReadonlyMap<string, readonly KnownContent[]>;
  /** The commit that holds what stands on disk; null before the first. */
  commit(service: string): string | null;
  /** These are BUILD's files now, found there and safe in this commit. */
  take(service: string, commit: string, files: ReadonlyMap<string, string>): void;
}
