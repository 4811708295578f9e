export type LineContext = {
  /** When it entered this state, epoch milliseconds. */
  readonly since: number;
};
