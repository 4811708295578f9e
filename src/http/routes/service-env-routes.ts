import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { envNamesResponse, envRequest } from '../../contracts/api.ts';
import { foundService } from '../found.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const tags = ['services'];
const schema = { tags, response: { 200: envNamesResponse } };

/** A service's secrets: set and taken away by name, never shown. */
export function serviceEnvRoutes(deps: ServerDependencies): FastifyPluginAsyncZod {
  const namesOf = async (service: string) => ({ names: await deps.secrets.names(service) });

  return async (app) => {
    app.get(
      '/api/services/:name/env',
      { config: { scope: 'read' }, schema: { ...schema, params: z.object({ name: z.string() }) } },
      async (request) => namesOf(foundService(deps, request.params.name).id),
    );

    app.put(
      '/api/services/:name/env',
      {
        config: { scope: 'operator' },
        schema: { ...schema, params: z.object({ name: z.string() }), body: envRequest },
      },
      async (request) => {
        const { id } = foundService(deps, request.params.name);
        for (const [name, value] of Object.entries(request.body)) {
          await deps.secrets.set(id, name, value);
          await deps.coordinator.receive(`service/${id}`, { type: 'SecretSet', name });
        }
        return namesOf(id);
      },
    );

    app.delete(
      '/api/services/:name/env/:variable',
      {
        config: { scope: 'operator' },
        schema: { ...schema, params: z.object({ name: z.string(), variable: z.string() }) },
      },
      async (request) => {
        const { id } = foundService(deps, request.params.name);
        await deps.secrets.unset(id, request.params.variable);
        return namesOf(id);
      },
    );
  };
}
