import type { Writable } from 'node:stream';
import { type AnyMessage, methods, type Stream } from '@agentclientprotocol/sdk';
import { createByteLines } from './byte-lines.ts';

export type AgentStreamOptions = {
  /** The agent's stdin. */
  readonly stdin: Writable;
  /**
   * Parameters of a `session/update`. They do not go through the library, which refuses the whole update where a part of it
   * is newer or sloppier than it, and says so on this machine's stderr.
   */
  readonly onUpdate: (params: unknown) => void;
  /** A line that is no message of the protocol, cut. */
  readonly onGarbage: (line: string) => void;
};

export type AgentStream = {
  readonly stream: Stream;
  /** What the agent writes. */
  read(chunk: Buffer): void;
  /** The agent is gone: nothing more comes. */
  end(): void;
};

const updateMethod = methods.client.session.update;
/** An agent that asks more at a time, or does not listen to the answers, is broken; what it asks then is refused or lost. */
const mostOpenRequests = 64;
const mostUnreadBytes = 64 * 1024 ** 2;

/**
 * The messages in an agent's bytes, as the protocol's library takes them. What is no message, or answers nothing that was
 * asked, stays outside: the library would tell the agent, or this machine's stderr, of every such line.
 */
export function createAgentStream({ stdin, onUpdate, onGarbage }: AgentStreamOptions): AgentStream {
  const asked = new Set<unknown>();
  const open = new Set<unknown>();
  let messages: ReadableStreamDefaultController<AnyMessage> | undefined;
  let isOver = false;

  const write = (message: object): void => {
    if (stdin.writable && stdin.writableLength < mostUnreadBytes) stdin.write(`${JSON.stringify(message)}\n`);
  };

  const take = (whole: string): void => {
    if (isOver || whole.trim() === '') return;
    // A greeting or a prompt without an end of line stands before the first message.
    const start = whole.indexOf('{"jsonrpc"');
    const line = start > 0 && !whole.trimStart().startsWith('{') ? whole.slice(start) : whole;
    if (line !== whole) onGarbage(whole.slice(0, Math.min(start, 1_000)));
    const message = messageIn(line);
    if (message === undefined || !isExpected(message)) onGarbage(line.slice(0, 1_000));
    else if ('method' in message && message.method === updateMethod && !('id' in message))
      onUpdate(message.params);
    else if ('method' in message && 'id' in message && !admits(message.id)) refuse(message.id);
    else messages?.enqueue(message);
  };

  const isExpected = (message: AnyMessage): boolean => 'method' in message || asked.delete(message.id);

  const admits = (id: unknown): boolean => {
    if (open.size >= mostOpenRequests || open.has(id)) return false;
    open.add(id);
    return true;
  };

  const refuse = (id: unknown): void => {
    const error = { code: -32_000, message: `more than ${mostOpenRequests} requests at a time are refused` };
    write({ jsonrpc: '2.0', id, error });
  };

  const lines = createByteLines(take, (bytes) => onGarbage(`(a line of ${bytes} bytes was left out)`));
  const readable = new ReadableStream<AnyMessage>({
    start: (controller) => {
      messages = controller;
    },
    cancel: () => {
      isOver = true;
    },
  });
  const writable = new WritableStream<AnyMessage>({
    write: (message) => {
      if ('method' in message) {
        if ('id' in message) asked.add(message.id);
      } else if ('id' in message) open.delete(message.id);
      write(message);
    },
  });
  return {
    stream: { readable, writable },
    read: (chunk) => lines.read(chunk),
    end: () => {
      if (isOver) return;
      lines.end();
      isOver = true;
      messages?.close();
    },
  };
}

function messageIn(line: string): AnyMessage | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('jsonrpc' in value) || value.jsonrpc !== '2.0')
      return undefined;
    const isCall = 'method' in value && typeof value.method === 'string';
    const isAnswer = !('method' in value) && 'id' in value && ('result' in value || 'error' in value);
    // The one place where a line becomes a message; what is in it is read with care wherever it is used.
    return isCall || isAnswer ? (value as AnyMessage) : undefined;
  } catch {
    return undefined;
  }
}
