import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  approveRequest,
  assignRequest,
  assignResponse,
  offersResponse,
  orderRequest,
  orderResponse,
  prioritiseRequest,
  rollBackRequest,
  sendBackRequest,
} from '../../contracts/acts.ts';
import { receipt } from '../../contracts/sessions.ts';
import { foundService } from '../found.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const params = z.object({ name: z.string().min(1) });
const byId = z.object({ id: z.string().min(1) });
const operator = { scope: 'operator' as const };
const tags = ['acts'];
const told = { 200: receipt };

/** What people do to a service, and what of it would do something now. */
export function actRoutes(deps: ServerDependencies): FastifyPluginAsyncZod {
  const { acts } = deps;
  const idOf = (name: string) => foundService(deps, name).id;
  return async (app) => {
    app.get(
      '/api/services/:name/offers',
      { config: { scope: 'read' }, schema: { tags, params, response: { 200: offersResponse } } },
      async (request) => acts.offers(idOf(request.params.name)),
    );

    for (const verb of ['pause', 'resume', 'retry', 'retire'] as const) {
      app.post(
        `/api/services/:name/${verb}`,
        { config: operator, schema: { tags, params, response: told } },
        async (request) => acts.tell(idOf(request.params.name), verb),
      );
    }

    app.post(
      '/api/services/:name/prioritise',
      {
        config: operator,
        schema: { tags, params, body: prioritiseRequest, response: { 200: orderResponse } },
      },
      async (request) => acts.prioritise(idOf(request.params.name), request.body.priority),
    );

    app.post(
      '/api/services/:name/order',
      { config: operator, schema: { tags, params, body: orderRequest, response: { 200: orderResponse } } },
      async (request) => {
        const { body } = request;
        const place =
          'before' in body
            ? { side: 'before' as const, other: body.before }
            : { side: 'after' as const, other: body.after };
        return acts.order(idOf(request.params.name), place);
      },
    );

    app.post(
      '/api/services/:name/approve',
      { config: operator, schema: { tags, params, body: approveRequest, response: told } },
      async (request) => acts.approve(idOf(request.params.name), request.body),
    );

    app.post(
      '/api/services/:name/send-back',
      { config: operator, schema: { tags, params, body: sendBackRequest, response: told } },
      async (request) => acts.sendBack(idOf(request.params.name), request.body.note),
    );

    app.post(
      '/api/services/:name/roll-back',
      { config: operator, schema: { tags, params, body: rollBackRequest.nullish(), response: told } },
      async (request) => {
        const { to, reason } = request.body ?? {};
        return acts.rollBack(idOf(request.params.name), to, reason);
      },
    );

    app.post(
      '/api/tickets/:id/assign',
      {
        config: operator,
        schema: { tags, params: byId, body: assignRequest.nullish(), response: { 200: assignResponse } },
      },
      async (request) => acts.assign(request.params.id, request.body?.session),
    );
  };
}
