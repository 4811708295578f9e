import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  recordsResponse,
  recordView,
  verificationsResponse,
  verifyRequest,
  verifyResponse,
} from '../../contracts/records.ts';
import { AndonError } from '../../errors.ts';
import { foundService } from '../found.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const byName = z.object({ name: z.string().min(1) });
const byId = z.object({ id: z.string().min(1) });
const page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(20),
  before: z.string().max(200).optional(),
});
const some = z.object({ limit: z.coerce.number().int().min(1).max(200).default(60) });
const config = { scope: 'read' as const };
const tags = ['records'];

/** What was verified, on what and with what result; and verifying it again. */
export function recordRoutes({ records, verifyAgain, ...deps }: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/services/:name/records',
      { config, schema: { tags, params: byName, querystring: page, response: { 200: recordsResponse } } },
      async (request) => {
        const { id } = foundService(deps, request.params.name);
        const { limit, before } = request.query;
        const found = await records.list(id, { limit: limit + 1, before });
        const shown = found.slice(0, limit);
        const next = found.length > limit ? (shown.at(-1)?.record.id ?? null) : null;
        return { records: shown, next, publicKey: records.publicKey };
      },
    );

    app.get(
      '/api/services/:name/verifications',
      {
        config,
        schema: { tags, params: byName, querystring: some, response: { 200: verificationsResponse } },
      },
      async (request) => {
        const { id } = foundService(deps, request.params.name);
        return { verifications: await records.briefs(id, request.query.limit) };
      },
    );

    app.get(
      '/api/services/:name/records/:id',
      { config, schema: { tags, params: byName.extend(byId.shape), response: { 200: recordView } } },
      async (request) => {
        const service = foundService(deps, request.params.name);
        const { id } = request.params;
        const found = await records.read(service.id, id);
        if (found) return found;
        throw new AndonError('NOT_FOUND', `${service.name} has no verification record "${id}".`, { id });
      },
    );

    app.get(
      '/api/records/:id',
      { config, schema: { tags, params: byId, response: { 200: recordView } } },
      async (request) => {
        const { id } = request.params;
        const found = await records.find(id);
        if (!found) throw new AndonError('NOT_FOUND', `There is no verification record "${id}".`, { id });
        return found;
      },
    );

    app.post(
      '/api/services/:name/verify',
      {
        config: { scope: 'operator' },
        schema: { tags, params: byName, body: verifyRequest.nullish(), response: { 202: verifyResponse } },
      },
      async (request, reply) => {
        const { id } = foundService(deps, request.params.name);
        return reply.code(202).send(await verifyAgain.start(id, request.body?.commit));
      },
    );

    app.get(
      '/api/services/:name/verify/:id',
      { config, schema: { tags, params: byName.extend(byId.shape), response: { 200: verifyResponse } } },
      async (request) => {
        const { name, id } = request.params;
        const found = await verifyAgain.state(id);
        if (found?.service === name) return found;
        throw new AndonError('NOT_FOUND', `Nobody asked for the verification "${id}" since Andon started.`, {
          id,
        });
      },
    );
  };
}
