import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import { ticketKind } from '../../machines/ticket/ticket.events.ts';
import { apiError, ticketsResponse } from '../contracts/api.ts';
import type { TicketView } from '../contracts/board.ts';
import {
  type HeartbeatRequest,
  type HeartbeatResponse,
  heartbeatResponse,
  type NextResponse,
  nextResponse,
  type QuestionRequest,
  questionResponse,
  type RegisterRequest,
  type RegisterResponse,
  registerResponse,
  type TakeResponse,
  takeResponse,
  ticketBrief,
} from '../contracts/sessions.ts';
import { messageOf } from '../errors.ts';
import { ApiFailure } from './api-failure.ts';
import { saysFull } from './disk-room.ts';
import type { TicketBrief } from './driver.port.ts';

const answerMs = 15_000;
const bundleMs = 10 * 60_000;
/** A beat that hangs must not cost the lease: the next one has to fit into it. */
const beatMs = 5_000;

/** The worker's side of the HTTP API. Every call rejects with an `ApiFailure`. */
export type CoordinatorApi = {
  register(workerToken: string, request: RegisterRequest): Promise<RegisterResponse>;
  heartbeat(bearer: string, name: string, request: HeartbeatRequest): Promise<HeartbeatResponse>;
  /** Waits up to `waitMs` for the next assignment. */
  next(bearer: string, name: string, waitMs: number, signal: AbortSignal): Promise<NextResponse>;
  /** The tickets that are not over. */
  tickets(bearer: string): Promise<TicketView[]>;
  /** Asks for one open ticket by name: the assignment, or why it may not be had. */
  take(bearer: string, ticket: string): Promise<TakeResponse>;
  claim(bearer: string, ticket: string, token: number): Promise<TicketBrief>;
  /** Puts a question to people; answers its id. */
  ask(bearer: string, ticket: string, request: QuestionRequest): Promise<string>;
  /** Saves the bundle the work starts from as `file`. */
  download(bearer: string, ticket: string, token: number, file: string): Promise<void>;
  submit(bearer: string, ticket: string, token: number, commit: string, file: string): Promise<void>;
  /** `progress`, `log`, `usage`, `release`, `cannot`, `contradiction` or `fail`, with its body. */
  say(bearer: string, ticket: string, what: string, body: object): Promise<void>;
  /** Nothing more is assigned to the session; what it holds goes on. */
  drain(bearer: string, name: string): Promise<void>;
  leave(bearer: string, name: string): Promise<void>;
};

type Call = {
  method: string;
  bearer: string;
  json?: object;
  init?: RequestInit;
  timeoutMs?: number;
  signal?: AbortSignal;
};

export function createCoordinatorApi(url: string): CoordinatorApi {
  const call = async (path: string, request: Call): Promise<Response> => {
    const { method, bearer, json, init, timeoutMs, signal } = request;
    const timeout = AbortSignal.timeout(timeoutMs ?? answerMs);
    const headers: Record<string, string> = { authorization: `Bearer ${bearer}` };
    if (json) headers['content-type'] = 'application/json';
    if (init?.body) headers['content-type'] = 'application/octet-stream';
    let response: Response;
    try {
      response = await fetch(new URL(path, url), {
        ...init,
        method,
        headers,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        ...(json ? { body: JSON.stringify(json) } : {}),
      });
    } catch (error) {
      throw new ApiFailure(null, 'UNREACHABLE', `${url} does not answer: ${causeOf(error)}`, {
        cause: error,
      });
    }
    if (response.ok) return response;
    throw await failureOf(response);
  };

  const answer = async <T>(schema: z.ZodType<T>, path: string, request: Call): Promise<T> => {
    const response = await call(path, request);
    const parsed = schema.safeParse(await response.json().catch(() => undefined));
    if (parsed.success) return parsed.data;
    throw new ApiFailure(null, 'UNREADABLE', `${path} answered what this worker does not understand`);
  };

  const quietly = async (path: string, request: Call): Promise<void> => {
    const response = await call(path, request);
    await response.arrayBuffer().catch(() => undefined);
  };

  const at = (ticket: string, what: string): string => `/api/tickets/${encodeURIComponent(ticket)}/${what}`;

  return {
    register: (bearer, json) => answer(registerResponse, '/api/sessions', { method: 'POST', bearer, json }),
    heartbeat: (bearer, name, json) =>
      answer(heartbeatResponse, `/api/sessions/${name}/heartbeat`, {
        method: 'POST',
        bearer,
        json,
        timeoutMs: beatMs,
      }),
    next: (bearer, name, waitMs, signal) =>
      answer(nextResponse, `/api/sessions/${name}/next`, {
        ...{ method: 'POST', bearer, signal },
        json: { waitMs },
        timeoutMs: waitMs + answerMs,
      }),
    async tickets(bearer) {
      return (await answer(ticketsResponse, '/api/tickets', { method: 'GET', bearer })).tickets;
    },
    take: (bearer, ticket) => answer(takeResponse, at(ticket, 'take'), { method: 'POST', bearer, json: {} }),
    async ask(bearer, ticket, json) {
      return (await answer(questionResponse, at(ticket, 'questions'), { method: 'POST', bearer, json }))
        .question;
    },
    async claim(bearer, ticket, token) {
      const brief = await answer(ticketBrief, at(ticket, 'claim'), {
        method: 'POST',
        bearer,
        json: { token },
      });
      return { ...brief, kind: ticketKind.parse(brief.kind) };
    },
    async download(bearer, ticket, token, file) {
      const response = await call(at(ticket, `bundle?token=${token}`), {
        method: 'GET',
        bearer,
        timeoutMs: bundleMs,
      });
      if (!response.body) throw new ApiFailure(null, 'UNREADABLE', 'the bundle came without a body');
      try {
        await pipeline(Readable.fromWeb(response.body), createWriteStream(file, { mode: 0o600 }));
      } catch (error) {
        // Asking again makes no room.
        if (saysFull(error)) throw error;
        throw new ApiFailure(null, 'UNREACHABLE', `the bundle broke off: ${messageOf(error)}`, {
          cause: error,
        });
      }
    },
    submit: (bearer, ticket, token, commit, file) =>
      quietly(at(ticket, `submission?token=${token}&commit=${commit}`), {
        method: 'POST',
        bearer,
        timeoutMs: bundleMs,
        init: { body: Readable.toWeb(createReadStream(file)), duplex: 'half' },
      }),
    say: (bearer, ticket, what, json) => quietly(at(ticket, what), { method: 'POST', bearer, json }),
    drain: (bearer, name) => quietly(`/api/sessions/${name}/drain`, { method: 'POST', bearer, json: {} }),
    leave: (bearer, name) => quietly(`/api/sessions/${name}`, { method: 'DELETE', bearer }),
  };
}

async function failureOf(response: Response): Promise<ApiFailure> {
  const parsed = apiError.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) return new ApiFailure(response.status, 'UNKNOWN', `HTTP ${response.status}`);
  return new ApiFailure(response.status, parsed.data.error.code, parsed.data.error.message);
}

function causeOf(error: unknown): string {
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : messageOf(error);
}
