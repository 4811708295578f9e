import type { Evidence } from './evidence.ts';

/** One service directory as it is on disk now. */
export type Sighting = {
  readonly name: string;
  readonly directory: string;
  /** inode of the directory: a rename keeps it. */
  readonly inode: number;
  readonly spec: { readonly path: string; readonly hash: string; readonly text: string } | null;
  readonly evidence: Evidence;
  /** Hash over BUILD's files (paths and contents) as Andon sees them; null without BUILD content. */
  readonly buildHash: string | null;
  readonly problem: string | null;
};

export type Sweep = {
  readonly sightings: readonly Sighting[];
  /** Set when the root cannot be read, or too many services are gone at once: nothing is concluded from absence. */
  readonly suspended: string | null;
};

/**
 * Sees the services root. Watch events are hints that something may have changed under a name; the sweep is the truth.
 */
export interface Catalog {
  start(): Promise<void>;
  /** Calls with the names that may have changed, or null for all. */
  onHint(listener: (names: readonly string[] | null) => void): () => void;
  look(name: string): Promise<Sighting | null>;
  sweep(): Promise<Sweep>;
  close(): Promise<void>;
}
