import type { LogFilter, LogLine, LogMatches, LogsView } from '../contracts/logs.ts';

export type LogPageQuery = LogFilter & {
  /** The first number wanted; without it, the newest lines. */
  readonly from?: number | undefined;
  readonly limit: number;
};

/**
 * The logs of all services, by their ids: lines with rising numbers, the oldest dropped when there are too many. Losing
 * some of it costs a picture and nothing else, so keeping a line never fails and never waits for a disk.
 */
export interface LogBook {
  /** Keeps what `source` printed: each line by itself, long ones cut. */
  append(service: string, source: string, text: string): void;
  /** Oldest first. An empty page for a service nobody knows. */
  page(service: string, query: LogPageQuery): Promise<LogsView>;
  /** The numbers of all lines the filter means. Ends early, with what was found, when `signal` aborts. */
  search(service: string, filter: LogFilter, signal?: AbortSignal): Promise<LogMatches>;
  /** The whole of it as it is now, oldest first, some lines at a time. */
  whole(service: string): AsyncIterable<readonly LogLine[]>;
  /** Called with lines as they are numbered; returns what ends it. */
  onLines(listener: (service: string, lines: readonly LogLine[]) => void): () => void;
  /** Resolves when everything appended before is numbered, and on disk unless the disk takes nothing. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** How much of each service is kept: the newest `lines`, and of those what fits in `bytes`. */
export type LogRetention = { readonly lines: number; readonly bytes: number };
