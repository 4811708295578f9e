import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  claimRequest,
  clausesRequest,
  failRequest,
  logRequest,
  progressRequest,
  questionRequest,
  questionResponse,
  receipt,
  releaseRequest,
  takeRequest,
  takeResponse,
  ticketBrief,
  usageRequest,
} from '../../contracts/sessions.ts';
import { AndonError } from '../../errors.ts';
import { sessionOfRequest } from '../plugins/authorization.ts';
import type { ServerDependencies } from '../server-dependencies.ts';
import { bundleRoutes } from './bundle-routes.ts';

const params = z.object({ id: z.string().min(1) });
const config = { scope: 'session' as const };
const tags = ['work'];
const done = z.object({});

/** What the session that holds a ticket does with it. */
export function workRoutes(deps: ServerDependencies): FastifyPluginAsyncZod {
  const { sessions } = deps;
  return async (app) => {
    app.post(
      '/api/tickets/:id/claim',
      { config, schema: { tags, params, body: claimRequest, response: { 200: ticketBrief } } },
      async (request) => {
        const [session, ticket, { token }] = [sessionOfRequest(request), request.params.id, request.body];
        const brief = await sessions.claim(session, ticket, token);
        const mcpBearer = sessions.ticketToken({ session, ticket, token });
        return { ...brief, feedback: [...brief.feedback], mcpBearer };
      },
    );

    app.post(
      '/api/tickets/:id/take',
      {
        config: { scope: 'member' },
        schema: { tags, params, body: takeRequest.nullish(), response: { 200: takeResponse } },
      },
      (request) => {
        const { session, key } = request.caller;
        const asked = request.body?.session;
        if (key !== 'operator' && asked !== undefined && asked !== session) {
          throw new AndonError('FORBIDDEN', `A session takes tickets for itself alone, not for "${asked}".`);
        }
        const name = key === 'operator' ? asked : session;
        if (!name) throw new AndonError('BAD_REQUEST', 'Name the session the ticket is for.');
        if (!deps.coordinator.session(name))
          throw new AndonError('NOT_FOUND', `There is no session "${name}".`, { name });
        return sessions.take(name, request.params.id);
      },
    );

    app.post(
      '/api/tickets/:id/usage',
      { config, schema: { tags, params, body: usageRequest, response: { 200: receipt } } },
      (request) => sessions.usage(sessionOfRequest(request), request.params.id, request.body),
    );

    app.post(
      '/api/tickets/:id/questions',
      { config, schema: { tags, params, body: questionRequest, response: { 200: questionResponse } } },
      (request) => sessions.ask(sessionOfRequest(request), request.params.id, request.body),
    );

    app.post(
      '/api/tickets/:id/progress',
      { config, schema: { tags, params, body: progressRequest, response: { 200: done } } },
      async (request) => {
        sessions.progress(sessionOfRequest(request), request.params.id, request.body);
        return {};
      },
    );

    app.post(
      '/api/tickets/:id/log',
      { config, schema: { tags, params, body: logRequest, response: { 200: done } } },
      async (request) => {
        sessions.log(sessionOfRequest(request), request.params.id, request.body);
        return {};
      },
    );

    app.post(
      '/api/tickets/:id/release',
      { config, schema: { tags, params, body: releaseRequest, response: { 200: receipt } } },
      (request) => {
        const { token, reason } = request.body;
        return sessions.release(sessionOfRequest(request), request.params.id, token, reason);
      },
    );

    app.post(
      '/api/tickets/:id/cannot',
      { config, schema: { tags, params, body: clausesRequest, response: { 200: receipt } } },
      (request) => {
        const { token, clauses } = request.body;
        return sessions.cannot(sessionOfRequest(request), request.params.id, token, clauses);
      },
    );

    app.post(
      '/api/tickets/:id/contradiction',
      { config, schema: { tags, params, body: clausesRequest, response: { 200: receipt } } },
      (request) => {
        const { token, clauses } = request.body;
        return sessions.contradiction(sessionOfRequest(request), request.params.id, token, clauses);
      },
    );

    app.post(
      '/api/tickets/:id/fail',
      { config, schema: { tags, params, body: failRequest, response: { 200: receipt } } },
      (request) => sessions.fail(sessionOfRequest(request), request.params.id, request.body),
    );

    await app.register(bundleRoutes(deps));
  };
}
