import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { backupRequest, backupResponse, lineResponse } from '../../contracts/api.ts';
import { receipt } from '../../contracts/sessions.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

/** The line as a whole. */
export function lineRoutes(deps: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/line',
      { config: { scope: 'read' }, schema: { tags: ['line'], response: { 200: lineResponse } } },
      async () => ({ line: deps.views.line() }),
    );

    const write = {
      config: { scope: 'operator' as const },
      schema: { tags: ['line'], response: { 200: receipt } },
    };
    app.post('/api/pause', write, () => deps.coordinator.receive('line/main', { type: 'LinePaused' }));
    app.post('/api/resume', write, () => deps.coordinator.receive('line/main', { type: 'LineResumed' }));

    app.post(
      '/api/backup',
      {
        config: { scope: 'operator' },
        schema: { tags: ['line'], body: backupRequest, response: { 200: backupResponse } },
      },
      async (request) => {
        await deps.backup(request.body.path);
        return { path: request.body.path };
      },
    );
  };
}
