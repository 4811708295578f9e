import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { diffQuery, diffResponse, submissionsResponse } from '../../contracts/submissions.ts';
import { foundService } from '../found.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const byName = z.object({ name: z.string().min(1) });
const some = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });
const config = { scope: 'read' as const };
const tags = ['submissions'];

/** What was handed in for a service, what came of it, and what is different between any two of it. */
export function submissionRoutes({ made, ...deps }: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/services/:name/submissions',
      { config, schema: { tags, params: byName, querystring: some, response: { 200: submissionsResponse } } },
      async (request) => made.submissions(foundService(deps, request.params.name).id, request.query.limit),
    );

    app.get(
      '/api/services/:name/diff',
      { config, schema: { tags, params: byName, querystring: diffQuery, response: { 200: diffResponse } } },
      async (request) => made.diff(foundService(deps, request.params.name).id, request.query),
    );
  };
}
