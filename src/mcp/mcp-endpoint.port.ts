import type { IncomingMessage } from 'node:http';

/** Who speaks: a session, or an agent that was lent one holding of it. */
export type McpCaller = {
  readonly session: string;
  /** With the token of a holding: it says which ticket is meant, and nothing else may be done with it. */
  readonly holding?: { readonly ticket: string; readonly token: number } | undefined;
};

/** The coordinator's tools over the Model Context Protocol, one HTTP request at a time; nothing is kept between them. */
export interface McpEndpoint {
  /** Answers a request whose Host, Origin and token were found good, and whose body was read. */
  handle(request: IncomingMessage, body: unknown, caller: McpCaller, signal: AbortSignal): Promise<Response>;
  close(): Promise<void>;
}
