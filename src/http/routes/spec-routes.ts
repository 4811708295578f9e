import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  lintSpecRequest,
  lintSpecResponse,
  putSpecRequest,
  putSpecResponse,
  specResponse,
  specTemplatesResponse,
} from '../../contracts/specs.ts';
import { AndonError } from '../../errors.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const byName = z.object({ name: z.string().min(1) });
const tags = ['specs'];
const read = { scope: 'read' as const };
/** A text of the largest size still fits when every line feed of it is escaped. */
const bodyLimit = 1024 * 1024;

/** Specs as they are on the disk: read, checked while they are written, and saved. */
export function specRoutes({ specs, views }: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/services/:name/spec',
      { config: read, schema: { tags, params: byName, response: { 200: specResponse } } },
      async (request) => {
        const { name } = request.params;
        const found = await specs.read(name, views.serviceNamed(name)?.id ?? null);
        if (found) return { service: name, ...found };
        throw new AndonError('NOT_FOUND', `There is no directory "${name}" in the services root.`, { name });
      },
    );

    app.put(
      '/api/services/:name/spec',
      {
        bodyLimit,
        config: { scope: 'operator' },
        schema: { tags, params: byName, body: putSpecRequest, response: { 200: putSpecResponse } },
      },
      async (request) => {
        const { text, ifHash } = request.body;
        const { name } = request.params;
        return { service: name, ...(await specs.write(name, text, ifHash)) };
      },
    );

    app.post(
      '/api/specs/lint',
      {
        bodyLimit,
        config: read,
        schema: { tags, body: lintSpecRequest, response: { 200: lintSpecResponse } },
      },
      async (request) => specs.lint(request.body.text),
    );

    app.get(
      '/api/specs/templates',
      { config: read, schema: { tags, response: { 200: specTemplatesResponse } } },
      async () => ({ templates: [...specs.templates] }),
    );
  };
}
