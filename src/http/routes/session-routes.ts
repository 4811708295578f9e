import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { sessionsResponse } from '../../contracts/api.ts';
import {
  heartbeatRequest,
  heartbeatResponse,
  kickRequest,
  nextRequest,
  nextResponse,
  receipt,
  registerRequest,
  registerResponse,
} from '../../contracts/sessions.ts';
import { AndonError } from '../../errors.ts';
import { sessionOfRequest } from '../plugins/authorization.ts';
import { hungUp, isLocal } from '../request-ends.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const byName = z.object({ name: z.string().min(1) });
const tags = ['sessions'];

/** The sessions: who they are, and their coming, beating and leaving. */
export function sessionRoutes(deps: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/sessions',
      { config: { scope: 'read' }, schema: { tags, response: { 200: sessionsResponse } } },
      async () => ({ sessions: deps.views.sessions() }),
    );

    app.post(
      '/api/sessions',
      {
        config: { scope: 'join' },
        schema: { tags, body: registerRequest, response: { 201: registerResponse } },
      },
      async (request, reply) => {
        const origin = { local: isLocal(request), invite: request.caller.invite?.id };
        return reply.code(201).send(await deps.sessions.register(request.body, origin));
      },
    );

    app.post(
      '/api/sessions/:name/heartbeat',
      {
        config: { scope: 'session' },
        schema: { tags, params: byName, body: heartbeatRequest, response: { 200: heartbeatResponse } },
      },
      async (request) => {
        const session = sessionOfRequest(request);
        mustBe(session, request.params.name);
        return deps.sessions.heartbeat(session, request.body);
      },
    );

    app.post(
      '/api/sessions/:name/next',
      {
        config: { scope: 'session' },
        schema: { tags, params: byName, body: nextRequest, response: { 200: nextResponse } },
      },
      async (request, reply) => {
        const session = sessionOfRequest(request);
        mustBe(session, request.params.name);
        return deps.sessions.next(session, request.body, hungUp(reply));
      },
    );

    const operated = {
      config: { scope: 'operator' as const },
      schema: { tags, params: byName, response: { 200: receipt } },
    };
    // Also of the session itself: a worker that is asked to stop finishes what it has.
    app.post('/api/sessions/:name/drain', { ...operated, config: { scope: 'leave' } }, (request) => {
      const { session, key } = request.caller;
      if (key !== 'operator') mustBe(session, request.params.name);
      return deps.sessions.drain(request.params.name);
    });
    app.post('/api/sessions/:name/resume', operated, (request) => deps.sessions.resume(request.params.name));
    app.post(
      '/api/sessions/:name/kick',
      { ...operated, schema: { ...operated.schema, body: kickRequest.nullish() } },
      (request) => deps.sessions.kick(request.params.name, request.body?.reason ?? ''),
    );

    app.delete(
      '/api/sessions/:name',
      { config: { scope: 'leave' }, schema: { tags, params: byName, response: { 200: z.object({}) } } },
      async (request) => {
        const { name } = request.params;
        const { session, key } = request.caller;
        if (key !== 'operator') mustBe(session, name);
        if (!deps.coordinator.session(name))
          throw new AndonError('NOT_FOUND', `There is no session "${name}".`);
        await deps.sessions.leave(name, key === 'operator' ? 'removed by the operator' : 'it stopped');
        return {};
      },
    );
  };
}

function mustBe(session: string | null, name: string): void {
  if (session !== name) throw new AndonError('FORBIDDEN', `This token is not the one of session "${name}".`);
}
