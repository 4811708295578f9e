import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ServerDependencies } from '../server-dependencies.ts';
import { flowMetrics } from './flow-metrics.ts';

/** Prometheus figures at `/metrics`, read from committed state when they are asked for. */
export function metrics(
  app: FastifyInstance,
  deps: Pick<ServerDependencies, 'views' | 'coordinator' | 'figures'>,
): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const { views, coordinator } = deps;

  const perLabel = (name: string, help: string, label: string, values: () => Iterable<string>): void => {
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers,
      collect() {
        this.reset();
        for (const value of values()) this.inc({ [label]: value });
      },
    });
  };
  perLabel('andon_services', 'Services by phase', 'phase', () => views.services().map(({ phase }) => phase));
  perLabel('andon_live', 'Services by health of what serves', 'health', () =>
    views.services().map(({ live }) => live.health),
  );
  perLabel('andon_sessions', 'Sessions by state', 'state', () => views.sessions().map(({ state }) => state));
  perLabel('andon_tickets', 'Tickets that are not over, by state', 'state', () =>
    views.tickets().map(({ state }) => state),
  );
  const single = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  };
  single('andon_events', 'Sequence number of the last committed event', () => coordinator.seq());
  single('andon_redis_up', 'Whether Redis answers', () => (views.line().redis === 'up' ? 1 : 0));
  single('andon_parked_accounts', 'Accounts whose provider lets nobody work', () => {
    return Object.keys(coordinator.line().context.accounts).length;
  });
  single('andon_breaker_open', 'Whether nothing is assigned since sessions died in a row', () =>
    coordinator.line().context.breaker === null ? 0 : 1,
  );
  single('andon_spent_today_usd', 'What sessions say the day has cost, US dollars', () => {
    return coordinator.line().context.spend.today.usd;
  });
  single('andon_spent_today_tokens', 'What sessions say the day has used, tokens', () => {
    return coordinator.line().context.spend.today.tokens;
  });
  single('andon_spent_today_unknown', 'Holdings of the day that did not say their money', () => {
    return coordinator.line().context.spend.today.unknown.usd;
  });
  single('andon_line_paused', 'Whether the line is paused', () => (views.line().paused ? 1 : 0));

  flowMetrics(app, registry, deps.figures);

  const requests = new Counter({
    name: 'andon_http_requests_total',
    help: 'HTTP requests answered',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    requests.inc({ method: request.method, route, status: String(reply.statusCode) });
  });
  app.get('/metrics', { config: { scope: 'read' }, schema: { hide: true } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
