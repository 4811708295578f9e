import type { z } from 'zod';
import { apiError } from '../contracts/api.ts';
import { messageOf } from '../errors.ts';
import { Exit, exitCodeOfStatus, exitCodes } from './exit-codes.ts';
import { readKeyFile, readRunFile } from './run-file.ts';

/** Asks the coordinator of one home. Every failure is an `Exit` with its code and sentence. */
export type Client = {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, schema: z.ZodType<T>, body?: object): Promise<T>;
};

/** Speaks with the operator's key of the home, unless `bearer` is another. */
export function createClient(home: string, url?: string, bearer?: string): Client {
  const base = url ?? readRunFile(home)?.url;
  const token = bearer ?? readKeyFile(home, 'operator');

  const ask = async <T>(method: string, path: string, schema: z.ZodType<T>, body?: object): Promise<T> => {
    if (base === undefined) {
      throw new Exit(
        exitCodes.unreachable,
        `Andon does not run in ${home}. Start it with "andon up", or name another home with --home.`,
      );
    }
    let response: Response;
    try {
      response = await fetch(new URL(path, base), {
        method,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        signal: AbortSignal.timeout(60_000),
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw new Exit(
        exitCodes.unreachable,
        `${base} does not answer: ${messageOf(cause)}. Is Andon running? Start it with "andon up".`,
      );
    }
    const data: unknown = await response.json().catch(() => undefined);
    if (!response.ok) {
      const refusal = apiError.safeParse(data);
      const text = refusal.success
        ? `${refusal.data.error.message} (${refusal.data.error.code})`
        : `HTTP ${response.status}`;
      throw new Exit(exitCodeOfStatus(response.status), text);
    }
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    throw new Exit(exitCodes.notOk, `${path} answered what this version of the program does not understand.`);
  };

  return {
    get: (path, schema) => ask('GET', path, schema),
    send: ask,
  };
}

/** A path under `/api` with each of its parts escaped. */
export function apiPath(...parts: readonly string[]): string {
  return `/api/${parts.map(encodeURIComponent).join('/')}`;
}
