/** One small change of one source line. */
export type Mutant = {
  readonly path: string;
  readonly line: number;
  /** The line as it is, and as it becomes; trimmed. */
  readonly before: string;
  readonly after: string;
  /** The whole file with the change made. */
  readonly content: () => Buffer;
  /** A change that hardly any test of this line can miss. */
  readonly strong: boolean;
};
