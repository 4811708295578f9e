import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { AndonError } from '../../errors.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

/** A whole `BUILD/` as text, or as a tarball in base64. */
const bodyLimit = 12 * 1024 * 1024;

/** MCP over Streamable HTTP. Who speaks is known by the token alone; a GET or DELETE of a stateful client is answered 405. */
export function mcpRoutes({ mcp }: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: ['GET', 'POST', 'DELETE'],
      url: '/mcp',
      config: { scope: 'mcp' },
      schema: { hide: true },
      bodyLimit,
      async handler(request, reply) {
        const { session, holding } = request.caller;
        const speaker = session ?? holding?.session;
        if (speaker === undefined) throw new AndonError('UNAUTHORIZED', 'A token is needed.');
        const gone = new AbortController();
        reply.raw.once('close', () => gone.abort());
        const caller = { session: speaker, ...(holding ? { holding } : {}) };
        return reply.send(await mcp.handle(request.raw, request.body, caller, gone.signal));
      },
    });
  };
}
