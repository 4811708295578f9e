import { logMatches, logsView } from '../../../../src/contracts/logs.ts';
import { read } from '../../api/client.ts';
import type { LogReader } from './log-store.ts';

/** Asks the server, with the token of this tab. */
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
