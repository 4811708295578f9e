import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { buildResponse, buildsResponse } from '../../contracts/builds.ts';
import { foundService } from '../found.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const byName = z.object({ name: z.string().min(1) });
const byNumber = byName.extend({ n: z.coerce.number().int().min(1).max(100) });
const config = { scope: 'read' as const };
const tags = ['builds'];

/** The builds of a service that were made side by side: how they compare, and what each is made of. */
export function buildsRoutes({ builds, ...deps }: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/services/:name/builds',
      { config, schema: { tags, params: byName, response: { 200: buildsResponse } } },
      async (request) => builds.of(foundService(deps, request.params.name).id),
    );

    app.get(
      '/api/services/:name/builds/:n',
      { config, schema: { tags, params: byNumber, response: { 200: buildResponse } } },
      async (request) => builds.content(foundService(deps, request.params.name).id, request.params.n),
    );
  };
}
