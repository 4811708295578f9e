import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { questionsResponse } from '../../contracts/api.ts';
import { answerRequest, receipt } from '../../contracts/sessions.ts';
import { AndonError } from '../../errors.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const tags = ['questions'];

/** What sessions want to know of a person, and the answers. */
export function questionRoutes(deps: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/questions',
      { config: { scope: 'read' }, schema: { tags, response: { 200: questionsResponse } } },
      async () => ({
        questions: [...deps.coordinator.tickets()].flatMap(({ context }) =>
          context.questions
            .filter(({ answer }) => answer === null)
            .map(({ id, session, text, options, at }) => ({
              ...{ id, ticket: context.id, service: context.service.name, session, text, at },
              options: [...options],
            })),
        ),
      }),
    );

    app.post(
      '/api/questions/:id/answer',
      {
        config: { scope: 'operator' },
        schema: {
          tags,
          params: z.object({ id: z.string().min(1) }),
          body: answerRequest,
          response: { 200: receipt },
        },
      },
      async (request) => {
        const { id } = request.params;
        const answered = await deps.sessions.answer(id, request.body.text, 'operator');
        if (!answered.ignored) return answered;
        throw new AndonError('NOT_FOUND', `Nobody waits for an answer to "${id}" any more.`);
      },
    );
  };
}
