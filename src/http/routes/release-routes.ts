import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { releasesResponse } from '../../contracts/releases.ts';
import { foundService } from '../found.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const byName = z.object({ name: z.string().min(1) });
const config = { scope: 'read' as const };

/** What was released of a service: when it served, and why it stopped. */
export function releaseRoutes({ made, ...deps }: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/services/:name/releases',
      { config, schema: { tags: ['releases'], params: byName, response: { 200: releasesResponse } } },
      async (request) => made.releases(foundService(deps, request.params.name).id),
    );
  };
}
