import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { ApiError } from '../../contracts/api.ts';
import { AndonError } from '../../errors.ts';
import type { Log } from '../../log.ts';

/** Turns everything thrown into `{ error: { code, message, details } }`; what is not ours says nothing but that it failed. */
export function errorReplies(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof AndonError) {
      if (error.status >= 500) log.error({ err: error, url: request.url }, 'request failed');
      if (request.method !== 'GET' && denials.has(error.code))
        log.warn(auditOf(request, error), 'write denied');
      if (error.retryable) reply.header('retry-after', '1');
      return answer(reply, error.status, error.code, error.message, error.details);
    }
    if (hasZodFastifySchemaValidationErrors(error)) {
      const issues = error.validation.map(
        ({ instancePath, message }) => `${instancePath || 'body'}: ${message}`,
      );
      return answer(reply, 400, 'BAD_REQUEST', `The request is not valid: ${issues.join('; ')}.`, { issues });
    }
    const status = error.statusCode ?? 500;
    if (status === 413) return answer(reply, 413, 'TOO_LARGE', 'The body is over the limit.');
    if (status >= 400 && status < 500) return answer(reply, status, 'BAD_REQUEST', error.message);
    log.error({ err: error, url: request.url }, 'request failed');
    return answer(reply, 500, 'INTERNAL', 'A mistake in Andon; its log says more.');
  });
}

const denials: ReadonlySet<string> = new Set(['UNAUTHORIZED', 'FORBIDDEN']);

/** Who tried to write what and was not let: for the log. */
function auditOf({ method, url, ip, caller }: FastifyRequest, { code, message }: AndonError) {
  const { session = null, key = null, holding = null, invite = null } = caller ?? {};
  const from = { ip, session, key, ticket: holding?.ticket ?? null, invite: invite?.id ?? null };
  return { method, path: url.split('?')[0]?.slice(0, 200), ...from, code, why: message };
}

export function answer(
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  const body: ApiError = { error: { code, message, details } };
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}
