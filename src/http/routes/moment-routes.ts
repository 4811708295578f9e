import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type MomentView, momentsResponse } from '../../contracts/moments.ts';
import type { EventRow } from '../../store/store.port.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const asked = z.object({ at: z.coerce.number().int().positive() });

/** Where a moment lies in the journal: what a board that looks at the past steps along. */
export function momentRoutes(deps: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/moments',
      {
        config: { scope: 'read' },
        schema: { tags: ['line'], querystring: asked, response: { 200: momentsResponse } },
      },
      async (request) => {
        const { first, here, earlier, later } = deps.history.around(request.query.at);
        const view = (row: EventRow | null): MomentView | null =>
          row && { seq: row.seq, at: row.at, type: row.event.type, of: nameOf(deps, row.stream) };
        return { first: first?.at ?? null, here: view(here), earlier: view(earlier), later: view(later) };
      },
    );
  };
}

function nameOf({ coordinator, views }: ServerDependencies, stream: EventRow['stream']): string {
  const [kind = '', key = ''] = stream.split('/');
  if (kind === 'service') return `service ${coordinator.service(key)?.context.name ?? key}`;
  if (kind === 'ticket') return `a ticket of ${views.ticket(key)?.service ?? 'a service'}`;
  return kind === 'line' ? 'the line' : `${kind} ${key}`;
}
