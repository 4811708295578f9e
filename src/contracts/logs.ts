import { z } from 'zod';

export const logLevels = ['error', 'warn', 'info'] as const;
export const logLevel = z.enum(logLevels);
export type LogLevel = z.infer<typeof logLevel>;

/** One line of a service's log. `n` rises, also over restarts; numbers that are missing are lines that were lost. */
export const logLine = z.object({
  n: z.number(),
  /** Epoch milliseconds. */
  at: z.number(),
  /** A session's name, `verify` (gates), `service` (what the released service prints) or `andon`. */
  source: z.string(),
  level: logLevel,
  /** As it was printed: escape sequences and all. To be shown as text only. */
  line: z.string(),
});
export type LogLine = z.infer<typeof logLine>;

/** What `andon` prints into a log first, in each process after the first that printed into it. */
export const startedAgain = 'Andon was started again';

/** Which lines; what is left out holds for all. */
export type LogFilter = {
  /** Text in it, whatever its case. */
  readonly q?: string | undefined;
  readonly source?: string | undefined;
  /** That level and those above it. */
  readonly level?: LogLevel | undefined;
};

export const logFilterQuery = z.object({
  q: z.string().max(500).optional(),
  source: z.string().max(200).optional(),
  level: logLevel.optional(),
});

/** Most lines of one answer, and the usual number. */
export const mostLines = 2_000;
export const usualLines = 500;

/** `GET /api/services/:name/logs`: from a number on, after a number, or without either the newest. */
export const logsQuery = logFilterQuery.extend({
  from: z.coerce.number().int().min(0).optional(),
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(mostLines).default(usualLines),
});

/** Oldest first. `first` and `last` are the numbers that are kept; `first` is one more than `last` while there is none. */
export const logsView = z.object({
  first: z.number(),
  last: z.number(),
  /** Who has lines in it, as far as is known. */
  sources: z.array(z.string()),
  lines: z.array(logLine),
});
export type LogsView = z.infer<typeof logsView>;

/** Most numbers of one search. */
export const mostMatches = 50_000;

/** `GET /api/services/:name/logs/search`: the numbers of lines that match, rising; when cut, the newest of them. */
export const logMatches = z.object({
  first: z.number(),
  last: z.number(),
  matches: z.array(z.number()),
  cut: z.boolean(),
});
export type LogMatches = z.infer<typeof logMatches>;

/**
 * A stretch of the log, to those who watch it. Lines that came faster than a watcher takes them are left out: `first` and
 * `last` say what there is to be read.
 */
export type LogLines = {
  readonly service: string;
  readonly first: number;
  readonly last: number;
  readonly lines: readonly LogLine[];
};

/** Answer to `watchLog`: what is kept now, or why it is not watched. */
export type WatchAnswer = { readonly first: number; readonly last: number } | { readonly refused: string };

/** Socket.IO events of the namespace `/logs`. Each `logLines` is acknowledged before the next comes. */
export type ServerToLogWatcher = { logLines: (lines: LogLines, taken: () => void) => void };
export type LogWatcherToServer = {
  /** Lines of this service (its id) that come after number `after`. */
  watchLog: (what: { service: string; after: number }, answer: (answer: WatchAnswer) => void) => void;
  unwatchLog: (what: { service: string }) => void;
};
