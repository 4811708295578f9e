import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { readyResponse } from '../../contracts/api.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

/** For whoever watches Andon itself: alive at all, and able to do its work. */
export function healthRoutes(deps: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/healthz',
      {
        config: { scope: 'open' },
        schema: { tags: ['health'], response: { 200: z.object({ ok: z.literal(true) }) } },
      },
      async () => ({ ok: true as const }),
    );

    app.get(
      '/readyz',
      {
        config: { scope: 'open' },
        schema: { tags: ['health'], response: { 200: readyResponse, 503: readyResponse } },
      },
      async (_request, reply) => {
        const ready = deps.ready();
        return reply.code(ready.ok ? 200 : 503).send(ready);
      },
    );
  };
}
