import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  invitationView,
  inviteRequest,
  inviteResponse,
  invitesResponse,
  inviteView,
} from '../../contracts/invites.ts';
import { AndonError } from '../../errors.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const tags = ['sessions'];
const operator = { scope: 'operator' as const };

/** Invites: tokens with which others register sessions of a stated kind. */
export function inviteRoutes({ invites }: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/invites',
      { config: operator, schema: { tags, response: { 200: invitesResponse } } },
      async () => ({ invites: invites.list() }),
    );

    app.post(
      '/api/invites',
      { config: operator, schema: { tags, body: inviteRequest, response: { 201: inviteResponse } } },
      async (request, reply) => reply.code(201).send(invites.create(request.body)),
    );

    app.delete(
      '/api/invites/:id',
      {
        config: operator,
        schema: { tags, params: z.object({ id: z.string().min(1) }), response: { 200: inviteView } },
      },
      async (request) => invites.revoke(request.params.id),
    );

    app.get(
      '/api/invitation',
      { config: { scope: 'invited' }, schema: { tags, response: { 200: invitationView } } },
      async (request) => {
        const { invite } = request.caller;
        if (!invite) throw new AndonError('UNAUTHORIZED', 'Send the token of an invite.');
        return { name: invite.name, capabilities: invite.capabilities };
      },
    );
  };
}
