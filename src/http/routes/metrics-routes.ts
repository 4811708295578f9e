import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { lineFigures, lineFiguresQuery } from '../../contracts/metrics.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

/** How the line flows. */
export function metricsRoutes({ figures }: Pick<ServerDependencies, 'figures'>): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/metrics/line',
      {
        config: { scope: 'read' },
        schema: { tags: ['metrics'], querystring: lineFiguresQuery, response: { 200: lineFigures } },
      },
      async (request) => figures.of(request.query.days),
    );
  };
}
