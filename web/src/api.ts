import { z } from 'zod';
import { serviceWhyResponse } from '../../src/contracts/api.ts';
import { eventsView, logsView } from '../../src/contracts/history.ts';
import { recordsResponse } from '../../src/contracts/records.ts';

const problem = z.object({ error: z.object({ message: z.string() }) });

/** Reads JSON of the API; throws an error with a sentence people can act on. */
async function ask<T>(
  path: string,
  shape: z.ZodType<T>,
  token: string | null,
  signal: AbortSignal,
): Promise<T> {
  const response = await fetch(path, { signal, headers: token === null ? {} : bearer(token) });
  if (!response.ok) throw new Error(await sentenceOf(response));
  const parsed = shape.safeParse(await response.json());
  if (!parsed.success)
    throw new Error('The answer does not have the shape this board knows; reload the page.');
  return parsed.data;
}

export function eventsOf(service: string, token: string | null, signal: AbortSignal) {
  return ask(`/api/services/${encodeURIComponent(service)}/events`, eventsView, token, signal);
}

export function logsOf(service: string, token: string | null, signal: AbortSignal) {
  return ask(`/api/services/${encodeURIComponent(service)}/logs`, logsView, token, signal);
}

export function recordsOf(service: string, token: string | null, signal: AbortSignal) {
  const path = `/api/services/${encodeURIComponent(service)}/records?limit=1`;
  return ask(path, recordsResponse, token, signal);
}

export function whyOf(service: string, token: string | null, signal: AbortSignal) {
  const path = `/api/services/${encodeURIComponent(service)}/why`;
  return ask(path, serviceWhyResponse, token, signal);
}

/** Sends an operator's wish; resolves when the line has recorded it. */
export async function command(path: string, token: string, body: object = {}): Promise<void> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(token) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await sentenceOf(response));
}

function bearer(token: string) {
  return { authorization: `Bearer ${token}` };
}

async function sentenceOf(response: Response): Promise<string> {
  const body = problem.safeParse(await response.json().catch(() => null));
  return body.success
    ? body.data.error.message
    : `The server answered ${response.status} ${response.statusText}.`;
}
