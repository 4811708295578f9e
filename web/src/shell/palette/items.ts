/** One thing the palette can do. */
export type Item = {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** Said beside it: where a service stands. */
  readonly hint?: string;
  readonly keys?: readonly string[];
  /** Why it cannot be done now. */
  readonly why?: string | null;
  readonly run: () => void;
};
