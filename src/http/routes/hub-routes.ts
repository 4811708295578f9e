import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  lockRequest,
  locksResponse,
  lockView,
  messagesQuery,
  messagesResponse,
  messageView,
  people,
  readRequest,
  sendRequest,
} from '../../contracts/hub.ts';
import { AndonError } from '../../errors.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const tags = ['hub'];
const config = { scope: 'member' as const };
const done = z.object({});

/** What sessions and people tell each other, and what they keep each other out of. */
export function hubRoutes({ hub }: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/messages',
      { config, schema: { tags, body: sendRequest, response: { 201: messageView } } },
      async (request, reply) =>
        reply.code(201).send(hub.send(request.caller.session ?? people, request.body)),
    );

    app.get(
      '/api/messages',
      { config, schema: { tags, querystring: messagesQuery, response: { 200: messagesResponse } } },
      async (request) => {
        const { for: asked, unread, limit } = request.query;
        const { session } = request.caller;
        if (session === null && asked === undefined && !unread) {
          return { messages: hub.all(limit), unread: hub.unread(people) };
        }
        const reader = readerOf(session, asked);
        return { messages: hub.messages(reader, { unread, limit }), unread: hub.unread(reader) };
      },
    );

    app.post(
      '/api/messages/read',
      { config, schema: { tags, body: readRequest, response: { 200: done } } },
      async (request) => {
        hub.markRead(readerOf(request.caller.session, request.body.for), request.body.ids);
        return {};
      },
    );

    app.get(
      '/api/locks',
      { config: { scope: 'read' }, schema: { tags, response: { 200: locksResponse } } },
      async () => ({ locks: hub.locks() }),
    );

    app.post(
      '/api/locks',
      { config, schema: { tags, body: lockRequest, response: { 200: lockView } } },
      async (request) => hub.lock(request.caller.session ?? people, request.body),
    );

    // A scope may hold slashes, so it is no part of the path.
    const which = z.object({ scope: z.string().min(1), fence: z.coerce.number().int().optional() });
    app.delete(
      '/api/locks',
      { config, schema: { tags, querystring: which, response: { 200: done } } },
      async (request) => {
        const { scope, fence } = request.query;
        if (request.caller.session === null) hub.breakLock(scope);
        else hub.unlock(request.caller.session, scope, fence);
        return {};
      },
    );
  };
}

/** Whose messages are meant: a session's own, else those of the one named, else the people's. */
function readerOf(session: string | null, asked: string | undefined): string {
  if (session === null) return asked ?? people;
  if (asked === undefined || asked === session) return session;
  throw new AndonError('FORBIDDEN', `This token is not the one of session "${asked}".`);
}
