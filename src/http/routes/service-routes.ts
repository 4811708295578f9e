import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { servicesResponse, serviceWhyResponse } from '../../contracts/api.ts';
import { serviceView } from '../../contracts/board.ts';
import { foundService } from '../found.ts';
import type { ServerDependencies } from '../server-dependencies.ts';
import { whyTicket } from '../why-ticket.ts';
import { serviceEnvRoutes } from './service-env-routes.ts';

const byName = z.object({ name: z.string().min(1) });
const read = { scope: 'read' as const };
const tags = ['services'];

/** The services, each by its name. */
export function serviceRoutes(deps: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/services',
      { config: read, schema: { tags, response: { 200: servicesResponse } } },
      async () => ({ services: deps.views.services() }),
    );

    app.get(
      '/api/services/:name',
      { config: read, schema: { tags, params: byName, response: { 200: serviceView } } },
      async (request) => foundService(deps, request.params.name),
    );

    app.get(
      '/api/services/:name/why',
      { config: read, schema: { tags, params: byName, response: { 200: serviceWhyResponse } } },
      async (request) => {
        const service = foundService(deps, request.params.name);
        const ticket = service.ticket === undefined ? undefined : deps.views.ticket(service.ticket);
        return {
          service: service.name,
          state: service.state,
          sentence: service.sentence,
          reason: service.reason ?? null,
          ticket: ticket ? whyTicket(ticket) : null,
        };
      },
    );

    await app.register(serviceEnvRoutes(deps));
  };
}
