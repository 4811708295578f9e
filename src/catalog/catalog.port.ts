import type { Evidence } from './evidence.ts';

/** One service directory as it is on disk now. */
export type Sighting = {
  readonly name: string;
  readonly directory: string;
  /** inode of the directory: a rename keeps it. */
  readonly inode: number;
  readonly spec: {
    readonly path: string;
    readonly hash: string;
    readonly text: string;
    /** Why the file is not read (a link, too large, not UTF-8); `text` is empty then. */
    readonly refused?: string;
  } | null;
  /** The service's own `andon.yaml`; absent without one. */
  readonly settings?:
    | {
        readonly hash: string;
        readonly text: string;
        /** Why the file is not read; `text` is empty then. */
        readonly refused?: string;
      }
    | undefined;
  readonly evidence: Evidence;
  /** Hash over BUILD's files (paths and contents) as Andon sees them; null without BUILD content. */
  readonly buildHash: string | null;
  readonly problem: string | null;
  /** The directory could not be read or named: only `problem` means anything, nothing is concluded from the rest. */
  readonly unreadable?: boolean;
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
  /** Content hashes of BUILD's files by path (`BUILD/src/main.js`), as `buildHash` counts them. */
  buildFiles(name: string): Promise<ReadonlyMap<string, string>>;
  sweep(): Promise<Sweep>;
  close(): Promise<void>;
}
