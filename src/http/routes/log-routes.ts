import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type LogLine, logFilterQuery, logMatches, logsQuery, logsView } from '../../contracts/logs.ts';
import { plainText } from '../../contracts/plain-text.ts';
import { foundService } from '../found.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const params = z.object({ name: z.string().min(1) });
const config = { scope: 'read' as const };
const tags = ['services'];

/** The logs of services: pages, searches, and the whole as a file. */
export function logRoutes(deps: ServerDependencies): FastifyPluginAsyncZod {
  const logOf = async (name: string): Promise<string> => {
    const { id } = foundService(deps, name);
    await deps.pullOutput?.(id);
    return id;
  };

  return async (app) => {
    app.get(
      '/api/services/:name/logs',
      { config, schema: { tags, params, querystring: logsQuery, response: { 200: logsView } } },
      async ({ params: { name }, query: { after, from, ...query } }) => {
        const start = from ?? (after === undefined ? undefined : after + 1);
        return deps.logs.page(await logOf(name), { ...query, from: start });
      },
    );

    app.get(
      '/api/services/:name/logs/search',
      { config, schema: { tags, params, querystring: logFilterQuery, response: { 200: logMatches } } },
      async (request) => {
        const gone = new AbortController();
        request.raw.once('close', () => {
          if (request.raw.destroyed) gone.abort();
        });
        return deps.logs.search(await logOf(request.params.name), request.query, gone.signal);
      },
    );

    app.get('/api/services/:name/logs/raw', { config, schema: { tags, params } }, async (request, reply) => {
      const { name } = request.params;
      const id = await logOf(name);
      const file = `${name.replace(/[^\w.-]/g, '_')}.log`;
      void reply
        .type('text/plain; charset=utf-8')
        .header('content-disposition', `attachment; filename="${file}"`);
      return reply.send(Readable.from(asText(deps.logs.whole(id))));
    });
  };
}

/** Without escape sequences: a file that is shown in a terminal must not command it. */
async function* asText(log: AsyncIterable<readonly LogLine[]>): AsyncGenerator<string> {
  for await (const lines of log) {
    yield lines
      .map(
        ({ at, source, line }) => `${new Date(at).toISOString()} ${plainText(source)}: ${plainText(line)}\n`,
      )
      .join('');
  }
}
