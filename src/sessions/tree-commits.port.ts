/** Makes commits of files that came without git, in a workspace as a worker's: the same rules, by the same code. */
export interface TreeCommits {
  /**
   * A commit on top of `base` of what `fill` left in the workspace, and its bundle, which is there until `drop`. The same
   * files, base and time give the same commit.
   */
  make(order: {
    readonly service: string;
    readonly base: string;
    readonly at: number;
    /** `room` is an empty directory beside the workspace. */
    readonly fill: (workspace: string, room: string) => Promise<void>;
  }): Promise<{ readonly commit: string; readonly bundle: string; drop(): Promise<void> }>;
}
