import {
  type LogFilter,
  type LogMatches,
  type LogsView,
  logMatches,
  logsView,
} from '../../../../src/contracts/logs.ts';
import { read } from '../../api/client.ts';

/** What the log's API answers, for one service. Each rejects as `read` does. */
export type LogReader = {
  page(
    query: LogFilter & { from?: number; after?: number; limit: number },
    signal: AbortSignal,
  ): Promise<LogsView>;
  search(filter: LogFilter, signal: AbortSignal): Promise<LogMatches>;
};

export function logReader(service: string, token: string | null): LogReader {
  const path = logPath(service);
  return {
    page: (query, signal) => read(`${path}?${queryOf(query)}`, logsView, { token, signal }),
    search: (filter, signal) => read(`${path}/search?${queryOf(filter)}`, logMatches, { token, signal }),
  };
}

/** The API's path of a service's log. */
export function logPath(service: string): string {
  return `/api/services/${encodeURIComponent(service)}/logs`;
}

function queryOf(query: Readonly<Record<string, string | number | undefined>>): URLSearchParams {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') given.set(key, String(value));
  }
  return given;
}
