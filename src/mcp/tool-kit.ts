import type { CallToolResult, McpServer, StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import { AndonError, type ErrorCode } from '../errors.ts';
import type { Log } from '../log.ts';
import type { McpDeps } from './mcp-deps.ts';
import type { McpCaller } from './mcp-endpoint.port.ts';
import type { Patience } from './patience.ts';

/** What one request's tools work with. */
export type ToolContext = McpDeps & {
  readonly caller: McpCaller;
  readonly patience: Patience;
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
};

type ToolTexts = {
  readonly title: string;
  readonly description: string;
  /** Changes nothing. */
  readonly readOnly?: true;
  /** Doing it twice is doing it once. */
  readonly idempotent?: true;
  /** Ends something that cannot be taken up again. */
  readonly destructive?: true;
};

/** What to do after a refusal, by its code; every refusal says what the next step is. */
const nextSteps: Partial<Record<ErrorCode, string>> = {
  STALE_TOKEN: 'Drop this work: it is not waited for. Call get_context to see what you hold.',
  NOT_FOUND: 'Call list_tickets or get_context to see what there is.',
  NOT_ALLOWED: 'Do not repeat the same call. Call get_context.',
  SUBMISSION_REFUSED:
    'The attempt counts and the ticket is open again. Mend what is named, then claim a ticket again.',
  TOO_LARGE: 'Hand in less: no dependencies, caches or builds.',
  STORE_FAILED: 'Try again in some seconds.',
};

/** Registers one tool. What it throws becomes a result marked as an error that says the next step. */
export function addTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  server: McpServer,
  name: string,
  texts: ToolTexts,
  shapes: { readonly input: Input; readonly output: Output },
  log: Log,
  run: (input: z.output<Input>) => Promise<z.output<Output>> | z.output<Output>,
): void {
  const inputSchema: StandardSchemaWithJSON = shapes.input;
  const outputSchema: StandardSchemaWithJSON = shapes.output;
  server.registerTool(
    name,
    {
      title: texts.title,
      description: texts.description,
      inputSchema,
      outputSchema,
      annotations: {
        readOnlyHint: texts.readOnly === true,
        destructiveHint: texts.destructive === true,
        idempotentHint: texts.readOnly === true || texts.idempotent === true,
        openWorldHint: false,
      },
    },
    async (input: unknown): Promise<CallToolResult> => {
      try {
        const answer = await run(shapes.input.parse(input));
        return {
          content: [{ type: 'text', text: JSON.stringify(answer) }],
          structuredContent: answer,
        };
      } catch (error) {
        return refusal(error, name, log);
      }
    },
  );
}

function refusal(error: unknown, tool: string, log: Log): CallToolResult {
  if (!(error instanceof AndonError)) {
    log.error({ err: error, tool }, 'tool failed');
    return said('A mistake in Andon; its log says more. (INTERNAL)');
  }
  const next = nextSteps[error.code];
  return said(`${error.message} (${error.code})${next ? ` Next step: ${next}` : ''}`);
}

function said(text: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text }] };
}
