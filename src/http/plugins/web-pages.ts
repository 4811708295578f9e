import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { answer } from './error-replies.ts';

/** The built board at `/`. Its own addresses all give the page; what lies under `/api` and is not there is a 404. */
export async function webPages(app: FastifyInstance, webRoot: string | null): Promise<void> {
  const served = webRoot !== null && existsSync(join(webRoot, 'index.html'));
  if (served) {
    await app.register(fastifyStatic, { root: webRoot, wildcard: false, dotfiles: 'ignore' });
  }
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    if (served && wantsPage && !request.url.startsWith('/api')) return reply.sendFile('index.html');
    return answer(
      reply,
      404,
      'NOT_FOUND',
      `There is nothing at ${request.method} ${request.url.split('?')[0]}.`,
    );
  });
}
