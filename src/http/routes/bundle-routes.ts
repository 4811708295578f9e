import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { receipt } from '../../contracts/sessions.ts';
import { AndonError } from '../../errors.ts';
import { sessionOfRequest } from '../plugins/authorization.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const bundleLimit = 220 * 1024 * 1024;
const params = z.object({ id: z.string().min(1) });
const config = { scope: 'session' as const };
const tags = ['work'];
const binary = 'application/octet-stream';
const archives = ['application/gzip', 'application/x-gzip', 'application/x-tar'];

/**
 * What the work starts from, as a git bundle, and what comes back: a bundle of a commit, or a tar archive of which Andon
 * makes the commit itself. They go through a file, never through memory.
 */
export function bundleRoutes(deps: ServerDependencies): FastifyPluginAsyncZod {
  const { sessions } = deps;
  const { tempDir } = deps.config;

  const tempFile = async (): Promise<string> => {
    await mkdir(tempDir, { recursive: true, mode: 0o700 });
    return join(tempDir, `${randomUUID()}.bundle`);
  };

  return async (app) => {
    // In this group of routes alone the body may be a stream of bytes.
    app.addContentTypeParser([binary, ...archives], (_request, payload, parsed) => parsed(null, payload));

    app.get(
      '/api/tickets/:id/bundle',
      { config, schema: { tags, params, querystring: z.object({ token: z.coerce.number().int() }) } },
      async (request, reply) => {
        const file = await tempFile();
        const drop = () => rm(file, { force: true });
        try {
          await sessions.bundle(sessionOfRequest(request), request.params.id, request.query.token, file);
          const stream = createReadStream(file);
          stream.once('close', () => void drop());
          return reply.type(binary).send(stream);
        } catch (error) {
          await drop();
          throw error;
        }
      },
    );

    const submission = z.object({
      token: z.coerce.number().int(),
      /** Of a bundle alone: the commit in it that is handed in. */
      commit: z
        .string()
        .regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'a full commit id')
        .optional(),
    });
    app.post(
      '/api/tickets/:id/submission',
      {
        config,
        bodyLimit: bundleLimit,
        schema: {
          tags,
          params,
          querystring: submission,
          consumes: [binary, ...archives],
          response: { 200: receipt },
        },
      },
      async (request) => {
        const file = await tempFile();
        const receive = async (): Promise<string> => {
          if (!(request.body instanceof Readable)) {
            throw new AndonError(
              'BAD_REQUEST',
              `The body of a submission is a git bundle, sent as ${binary}, or a tar archive of BUILD/, sent as ${archives.join(' or ')}.`,
            );
          }
          await pipeline(request.body, atMost(bundleLimit), createWriteStream(file, { mode: 0o600 }));
          return file;
        };
        try {
          const [session, ticket] = [sessionOfRequest(request), request.params.id];
          const { token, commit } = request.query;
          const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
          if (archives.includes(type)) {
            return await sessions.submitTree(session, ticket, token, async () => ({
              tarball: await receive(),
            }));
          }
          if (commit === undefined)
            throw new AndonError('BAD_REQUEST', 'Name the commit of the bundle: commit=….');
          return await sessions.submit(session, ticket, { token, commit }, receive);
        } finally {
          await rm(file, { force: true });
        }
      },
    );
  };
}

function atMost(limit: number) {
  return async function* (source: AsyncIterable<Buffer>) {
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > limit)
        throw new AndonError('TOO_LARGE', `A submission may hold at most ${limit} bytes.`, { limit });
      yield chunk;
    }
  };
}
