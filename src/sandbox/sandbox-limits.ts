/**
 * What every command in a sandbox may have. Generous: they are there against what takes this machine down, not
 * against what a large suite needs.
 */
export const sandboxLimits = {
  /** Processes and threads at a time; one Node program has about a dozen threads. */
  processes: 1_024,
  openFiles: 4_096,
  largestFileBytes: 2 * 1024 ** 3,
  /** Of `/tmp` and of every other empty directory; they are in memory. */
  temporaryBytes: 2 * 1024 ** 3,
  sharedMemoryBytes: 256 * 1024 ** 2,
  /** Files and directories in one of those, where it can be limited. */
  temporaryFiles: 500_000,
} as const;
