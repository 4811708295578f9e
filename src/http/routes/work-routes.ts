import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  claimRequest,
  clausesRequest,
  failRequest,
  logRequest,
  progressRequest,
  receipt,
  releaseRequest,
  ticketBrief,
} from '../../contracts/sessions.ts';
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
        const brief = await sessions.claim(sessionOfRequest(request), request.params.id, request.body.token);
        return { ...brief, feedback: [...brief.feedback] };
      },
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
