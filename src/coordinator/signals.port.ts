/**
 * What is shown and forgotten: heartbeats, progress, log lines, test ticks. Capped, never journaled, never moves a
 * machine. Losing any of them costs nothing but a moment of the picture.
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

export type LogLine = {
  readonly n: number;
  readonly at: number;
  readonly source: string;
  readonly line: string;
};

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

/** `service` is always the service's id. Log lines are kept per service, the newest of them, with rising numbers. */
export interface Signals {
  send(signal: Signal): void;
  on(listener: (signal: Signal) => void): () => void;
  latest(service: string): LatestSignals;
  logs(service: string, after?: number): LogLine[];
}
