import { z } from 'zod';
import { AndonError } from '../errors.ts';
import type { McpCaller } from './mcp-endpoint.port.ts';

/** The lease token of a write; an agent that came with the token of one holding may leave both away. */
export const leaseInput = {
  ticket: z
    .string()
    .max(200)
    .optional()
    .describe('The ticket; may be left away with the token of one holding'),
  token: z.number().int().optional().describe('The lease token that claim_ticket answered'),
};

/** Which holding a write is for. Throws `BAD_REQUEST` where it is not said, `FORBIDDEN` where it is not the caller's. */
export function holdingMeant(
  caller: McpCaller,
  { ticket, token }: { ticket?: string | undefined; token?: number | undefined },
): { ticket: string; token: number } {
  const { holding } = caller;
  if (holding) {
    if ((ticket ?? holding.ticket) !== holding.ticket || (token ?? holding.token) !== holding.token) {
      throw new AndonError(
        'FORBIDDEN',
        `This token is good for ticket ${holding.ticket} under token ${holding.token} alone. Leave ticket and token away.`,
      );
    }
    return holding;
  }
  if (ticket === undefined || token === undefined) {
    throw new AndonError(
      'BAD_REQUEST',
      'Name the ticket and the lease token that claim_ticket answered; get_context lists what you hold.',
    );
  }
  return { ticket, token };
}
