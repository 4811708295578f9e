import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { chartOf } from '../../../machines/chart.ts';
import {
  changesView,
  eventsView,
  machineChart,
  pastBoard,
  pathView,
  serviceTicketsView,
} from '../../contracts/history.ts';
import { foundService } from '../found.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

const byName = z.object({ name: z.string().min(1) });
const byKind = z.object({ kind: z.enum(['service', 'ticket', 'session', 'line']) });
const config = { scope: 'read' as const };
const tags = ['history'];

/** A part of a list, the newest first; `before` is what the last answer said. */
const page = (most: number, usual: number) =>
  z.object({
    before: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(most).default(usual),
  });
const types = z
  .string()
  .max(1_000)
  .transform((text) => text.split(','))
  .optional();

/** What was: the journal of a service, its moves, changes and tickets, the board of another moment, the machines. */
export function historyRoutes({ history, ...deps }: ServerDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    const eventsAsked = page(1_000, 200).extend({ types });
    app.get(
      '/api/services/:name/events',
      { config, schema: { tags, params: byName, querystring: eventsAsked, response: { 200: eventsView } } },
      async ({ params, query: { before, limit, types: asked } }) => {
        const { id } = foundService(deps, params.name);
        const rows = deps.events({
          ...{ stream: `service/${id}`, newestFirst: true, limit: limit + 1 },
          ...(before === undefined ? {} : { upTo: before - 1 }),
          ...(asked === undefined ? {} : { types: asked }),
        });
        const events = rows.slice(0, limit).map(({ seq, at, event }) => ({ seq, at, event: { ...event } }));
        return { events, before: rows.length > limit ? (events.at(-1)?.seq ?? null) : null };
      },
    );

    const pathAsked = page(2_000, 500).extend({ change: z.coerce.number().int().min(0).optional() });
    app.get(
      '/api/services/:name/path',
      { config, schema: { tags, params: byName, querystring: pathAsked, response: { 200: pathView } } },
      async ({ params, query }) => {
        const { items, before } = await history.path(foundService(deps, params.name).id, query);
        return { moves: items, before };
      },
    );

    const changesAsked = page(50, 10);
    app.get(
      '/api/services/:name/changes',
      { config, schema: { tags, params: byName, querystring: changesAsked, response: { 200: changesView } } },
      async ({ params, query }) => {
        const { items, before } = await history.changes(foundService(deps, params.name).id, query);
        return { now: history.now(), changes: items, before };
      },
    );

    const ticketsAsked = page(50, 20);
    app.get(
      '/api/services/:name/tickets',
      {
        config,
        schema: { tags, params: byName, querystring: ticketsAsked, response: { 200: serviceTicketsView } },
      },
      async ({ params, query }) => {
        const { items, before } = await history.tickets(foundService(deps, params.name).id, query);
        return { now: history.now(), tickets: items, before };
      },
    );

    const moment = z.object({ at: z.coerce.number().int().min(0) });
    app.get(
      '/api/board',
      { config, schema: { tags, querystring: moment, response: { 200: pastBoard } } },
      ({ query }) => history.boardAt(query.at),
    );

    app.get(
      '/api/machines/:kind',
      { config, schema: { tags, params: byKind, response: { 200: machineChart } } },
      async ({ params }) => machineChart.parse(chartOf(params.kind)),
    );
  };
}
