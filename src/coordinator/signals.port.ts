/**
 * What is shown and never journaled: heartbeats, progress, log lines, test ticks. Capped, and never moves a machine.
 * Losing any of them costs nothing but a moment of the picture.
 */
export type Signal =
  | {
      readonly kind: 'progress';
      readonly service: string;
      readonly ticket: string;
      readonly percent: number;
      readonly text: string;
    }
  | { readonly kind: 'tests'; readonly service: string; readonly passed: number; readonly total: number }
  | { readonly kind: 'activity'; readonly service: string; readonly text: string }
  | { readonly kind: 'log'; readonly service: string; readonly source: string; readonly line: string };

export type LatestSignals = {
  readonly progress?: {
    readonly ticket: string;
    readonly percent: number;
    readonly text: string;
    /** When it was told, epoch milliseconds. */
    readonly at?: number;
  };
  readonly tests?: { readonly passed: number; readonly total: number };
  readonly activity?: string;
};

/** `service` is always the service's id. Log lines are passed on; the log book keeps them. */
export interface Signals {
  send(signal: Signal): void;
  on(listener: (signal: Signal) => void): () => void;
  latest(service: string): LatestSignals;
}
