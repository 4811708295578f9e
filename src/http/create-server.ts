import Fastify, { type FastifyInstance } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { authorization } from './plugins/authorization.ts';
import { bodyParsers } from './plugins/body-parsers.ts';
import { errorReplies } from './plugins/error-replies.ts';
import { hostGuard } from './plugins/host-guard.ts';
import { metrics } from './plugins/metrics.ts';
import { openapi } from './plugins/openapi.ts';
import { rateLimit } from './plugins/rate-limit.ts';
import { safeHeaders } from './plugins/safe-headers.ts';
import { webPages } from './plugins/web-pages.ts';
import { actRoutes } from './routes/act-routes.ts';
import { budgetRoutes } from './routes/budget-routes.ts';
import { buildsRoutes } from './routes/builds-routes.ts';
import { healthRoutes } from './routes/health-routes.ts';
import { historyRoutes } from './routes/history-routes.ts';
import { hubRoutes } from './routes/hub-routes.ts';
import { inviteRoutes } from './routes/invite-routes.ts';
import { lineRoutes } from './routes/line-routes.ts';
import { logRoutes } from './routes/log-routes.ts';
import { mcpRoutes } from './routes/mcp-routes.ts';
import { metricsRoutes } from './routes/metrics-routes.ts';
import { momentRoutes } from './routes/moment-routes.ts';
import { questionRoutes } from './routes/question-routes.ts';
import { recordRoutes } from './routes/record-routes.ts';
import { releaseRoutes } from './routes/release-routes.ts';
import { serviceRoutes } from './routes/service-routes.ts';
import { sessionHistoryRoutes } from './routes/session-history-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { specRoutes } from './routes/spec-routes.ts';
import { submissionRoutes } from './routes/submission-routes.ts';
import { ticketRoutes } from './routes/ticket-routes.ts';
import { workRoutes } from './routes/work-routes.ts';
import type { ServerDependencies } from './server-dependencies.ts';

const jsonLimit = 256 * 1024;

/** The HTTP server with all its routes; it listens to nothing yet. */
export async function createServer(deps: ServerDependencies): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: jsonLimit,
    // A bundle of the largest size on a slow line still fits; headers and idle sockets have Node's own shorter limits.
    requestTimeout: 300_000,
    connectionTimeout: 0,
    trustProxy: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 256 },
  });
  app.setValidatorCompiler(validatorCompiler);
  // Answers are typed by the contracts already; checking them again would cost every read of a long list.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  bodyParsers(app);
  safeHeaders(app);
  errorReplies(app, deps.log);
  hostGuard(app, deps.config.allowedHosts);
  authorization(app, deps);
  rateLimit(app);
  await openapi(app, deps.config.version);
  metrics(app, deps);
  await app.register(healthRoutes(deps));
  await app.register(lineRoutes(deps));
  await app.register(serviceRoutes(deps));
  await app.register(historyRoutes(deps));
  await app.register(logRoutes(deps));
  await app.register(actRoutes(deps));
  await app.register(specRoutes(deps));
  await app.register(recordRoutes(deps));
  await app.register(buildsRoutes(deps));
  await app.register(submissionRoutes(deps));
  await app.register(releaseRoutes(deps));
  await app.register(sessionRoutes(deps));
  await app.register(sessionHistoryRoutes(deps));
  await app.register(inviteRoutes(deps));
  await app.register(ticketRoutes(deps));
  await app.register(workRoutes(deps));
  await app.register(budgetRoutes(deps));
  await app.register(hubRoutes(deps));
  await app.register(questionRoutes(deps));
  await app.register(mcpRoutes(deps));
  await app.register(metricsRoutes(deps));
  await app.register(momentRoutes(deps));
  await webPages(app, deps.config.webRoot);
  return app;
}
