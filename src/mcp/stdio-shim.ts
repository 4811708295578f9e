import type { Readable, Writable } from 'node:stream';
import { messageOf } from '../errors.ts';
import { agreedVersion, messageHeaders } from './message-headers.ts';

/** A message holds at most what `/mcp` takes. */
const lineLimit = 12 * 1024 * 1024;
/** While the agent's program lives, the line hears of it at least so often, milliseconds. */
const keepAliveMs = 60_000;

export type ShimOptions = {
  readonly input: Readable;
  readonly output: Writable;
  /** Address of the coordinator. */
  readonly url: string;
  readonly bearer: string;
  readonly signal: AbortSignal;
};

/**
 * MCP over standard input and output, for agents that cannot speak it over HTTP: each line goes to the coordinator's
 * `/mcp`, each answer comes back as a line. Resolves when the input ends or `signal` aborts; an answer that cannot be had
 * becomes an error the agent can read.
 */
export async function runStdioShim(options: ShimOptions): Promise<void> {
  const { input, output, signal } = options;
  const endpoint = new URL('/mcp', options.url);
  const end = new AbortController();
  const running = new Set<Promise<void>>();
  let agreed: string | undefined;

  const say = (text: string): void => void output.write(`${text}\n`);

  const post = (body: string, headers: Record<string, string>): Promise<Response> =>
    fetch(endpoint, {
      method: 'POST',
      headers: {
        ...headers,
        authorization: `Bearer ${options.bearer}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body,
      signal: end.signal,
    });

  const relay = async (line: string): Promise<void> => {
    const message = parsed(line);
    if (message === undefined) return say(errorTo(null, -32_700, 'This line is no JSON.'));
    try {
      const response = await post(line, messageHeaders(message, agreed));
      if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
        for await (const event of eventsOf(response)) say(event);
        return;
      }
      const text = await response.text();
      const answer = parsed(text);
      if (answer && 'jsonrpc' in answer) {
        agreed = agreedVersion(answer) ?? agreed;
        say(JSON.stringify(answer));
      } else if (!response.ok && 'id' in message) {
        say(
          errorTo(
            message.id,
            -32_000,
            `The coordinator refused it (HTTP ${response.status}): ${text.slice(0, 500)}`,
          ),
        );
      }
    } catch (error) {
      if (end.signal.aborted || !('id' in message)) return;
      say(
        errorTo(
          message.id,
          -32_000,
          `${endpoint.origin} does not answer: ${messageOf(error)}. Is Andon running?`,
        ),
      );
    }
  };

  // Any request counts as a sign of life; its answer is of no use to anybody.
  const keepAlive = setInterval(() => {
    post('{"jsonrpc":"2.0","id":"alive","method":"ping"}', messageHeaders({}, agreed)).then(
      (response) => response.body?.cancel(),
      () => undefined,
    );
  }, keepAliveMs);
  const stop = (): void => void input.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const line of linesOf(input)) {
      const relayed = relay(line);
      running.add(relayed);
      void relayed.finally(() => running.delete(relayed));
    }
    await Promise.race([Promise.all(running), aborted(signal)]);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearInterval(keepAlive);
    signal.removeEventListener('abort', stop);
    end.abort();
  }
}

async function* linesOf(input: Readable): AsyncGenerator<string> {
  let rest = '';
  input.setEncoding('utf8');
  for await (const chunk of input) {
    rest += String(chunk);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > lineLimit) throw new RangeError('a message is larger than 12 MB');
    for (const line of lines) if (line.trim() !== '') yield line;
  }
  if (rest.trim() !== '') yield rest;
}

/** The messages of an event stream, as they come. */
async function* eventsOf(response: Response): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk, { stream: true });
    const events = rest.split(/\r?\n\r?\n/);
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event
        .split(/\r?\n/)
        .flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trimStart()] : []));
      if (data.length > 0) yield data.join('');
    }
  }
}

type Message = { readonly id?: unknown; readonly method?: unknown; readonly params?: unknown };

function parsed(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function errorTo(id: unknown, code: number, message: string): string {
  return JSON.stringify({ jsonrpc: '2.0', id: id ?? null, error: { code, message } });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
