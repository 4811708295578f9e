import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ticketsResponse, whyResponse } from '../../contracts/api.ts';
import { ticketView } from '../../contracts/board.ts';
import { foundTicket } from '../found.ts';
import type { ServerDependencies } from '../server-dependencies.ts';
import { whyTicket } from '../why-ticket.ts';

const byId = z.object({ id: z.string().min(1) });
const config = { scope: 'read' as const };
const tags = ['tickets'];

/** The tickets that are not over, for everybody who may read. */
export function ticketRoutes(deps: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/tickets', { config, schema: { tags, response: { 200: ticketsResponse } } }, async () => ({
      tickets: deps.views.tickets(),
    }));

    app.get(
      '/api/tickets/:id',
      { config, schema: { tags, params: byId, response: { 200: ticketView } } },
      async (request) => foundTicket(deps, request.params.id),
    );

    app.get(
      '/api/tickets/:id/why',
      { config, schema: { tags, params: byId, response: { 200: whyResponse } } },
      async (request) => whyTicket(foundTicket(deps, request.params.id)),
    );
  };
}
