import { z } from 'zod';

const problem = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** A refusal of the server, in a sentence that says what to do. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

type How = { readonly token: string | null; readonly signal?: AbortSignal };

/** Reads JSON of the API in the shape of its contract. Throws `Refused`, or an error that says what to do. */
export async function read<T>(path: string, shape: z.ZodType<T>, how: How): Promise<T> {
  const response = await answerTo('GET', path, undefined, how);
  return shaped(shape, await response.json());
}

/** Asks the line for something; resolves with its answer when that is recorded. Throws `Refused`. */
export async function send<T>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: object,
  shape: z.ZodType<T>,
  how: How,
): Promise<T> {
  const response = await answerTo(method, path, body, how);
  return shaped(shape, await response.json());
}

async function answerTo(method: string, path: string, body: object | undefined, { token, signal }: How) {
  const asked = fetch(path, {
    method,
    ...(signal ? { signal } : {}),
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = await asked.catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Error('The line cannot be reached. Try again when the mark at the top says “live”.', {
      cause: error,
    });
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

function shaped<T>(shape: z.ZodType<T>, json: unknown): T {
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Error('The answer does not have the shape this board knows; reload the page.');
}

async function refusal(response: Response): Promise<Refused> {
  const body = problem.safeParse(await response.json().catch(() => null));
  const { status, statusText } = response;
  return body.success
    ? new Refused(status, body.data.error.code, body.data.error.message)
    : new Refused(status, 'UNKNOWN', `The server answered ${status} ${statusText}.`);
}
