import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  heartbeatsResponse,
  sessionHistoryQuery,
  sessionHistoryResponse,
} from '../../contracts/session-history.ts';
import { AndonError } from '../../errors.ts';
import type { ServerDependencies } from '../server-dependencies.ts';
import { sessionEntry, sessionHistoryTypes } from '../session-entry.ts';

const tags = ['sessions'];
const read = { scope: 'read' as const };

/** What sessions had in hands, and when they were last heard of. */
export function sessionHistoryRoutes({
  coordinator,
  sessions,
  events,
}: Pick<ServerDependencies, 'coordinator' | 'sessions' | 'events'>): FastifyPluginAsyncZod {
  const nameOf = (service: string) => coordinator.service(service)?.context.name ?? service;
  return async (app) => {
    app.get(
      '/api/heartbeats',
      { config: read, schema: { tags, response: { 200: heartbeatsResponse } } },
      async () => ({
        heard: [...coordinator.sessions()].flatMap(({ context: { name: session } }) => {
          const agoMs = sessions.heardAgo(session);
          return agoMs === null ? [] : [{ session, agoMs }];
        }),
      }),
    );

    app.get(
      '/api/sessions/:name/history',
      {
        config: read,
        schema: {
          tags,
          params: z.object({ name: z.string().min(1) }),
          querystring: sessionHistoryQuery,
          response: { 200: sessionHistoryResponse },
        },
      },
      async (request) => {
        const { name } = request.params;
        const { before, limit } = request.query;
        if (!coordinator.session(name)) {
          throw new AndonError('NOT_FOUND', `There is no session "${name}". "andon sessions" lists them.`, {
            name,
          });
        }
        const rows = events({
          stream: `session/${name}`,
          types: sessionHistoryTypes,
          ...(before === undefined ? {} : { upTo: before - 1 }),
          limit: limit + 1,
          newestFirst: true,
        });
        const page = rows.slice(0, limit);
        return {
          entries: page.flatMap((row) => sessionEntry(row, nameOf)),
          next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null,
        };
      },
    );
  };
}
