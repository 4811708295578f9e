import type { FastifyInstance } from 'fastify';

/**
 * JSON is the only body there is; a form or `text/plain`, which a foreign page could send, is refused with 415. A write
 * without a body needs none: its bearer token cannot come from a foreign page either.
 */
export function bodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  );
}
