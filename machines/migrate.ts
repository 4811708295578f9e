/** A snapshot as it is stored. */
export type StoredSnapshot = {
  readonly value: unknown;
  readonly context: Readonly<Record<string, unknown>>;
  readonly status: string;
};

/** Turns a snapshot of version n into one of version n + 1. Pure; has a stored fixture of version n in its test. */
export type Migration = (stored: StoredSnapshot) => StoredSnapshot;

/**
 * `steps[0]` leads from version 1 to 2, and so on; the machine's own version is `steps.length + 1`.
 * The caller has checked that `version` is not newer than that.
 */
export function migrate(
  steps: readonly Migration[],
  stored: StoredSnapshot,
  version: number,
): StoredSnapshot {
  return steps.slice(version - 1).reduce((snapshot, step) => step(snapshot), stored);
}
