import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { costsQuery, costsResponse } from '../../contracts/costs.ts';
import { receipt } from '../../contracts/sessions.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const tags = ['costs'];

/** What work has cost, and the accounts it is done for. */
export function budgetRoutes(deps: Pick<ServerDependencies, 'costs' | 'coordinator'>): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/costs',
      {
        config: { scope: 'read' },
        schema: { tags, querystring: costsQuery, response: { 200: costsResponse } },
      },
      async (request) => deps.costs(request.query),
    );

    app.post(
      '/api/accounts/:account/free',
      {
        config: { scope: 'operator' },
        schema: {
          tags,
          params: z.object({ account: z.string().min(1).max(200) }),
          response: { 200: receipt },
        },
      },
      async (request) =>
        deps.coordinator.receive('line/main', { type: 'AccountFreed', account: request.params.account }),
    );
  };
}
