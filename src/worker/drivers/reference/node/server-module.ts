/** `src/server.js`: store, handlers and router put together behind one HTTP server. */
export const serverModule = `import { createServer } from 'node:http';
import { createHandlers } from './handlers.js';
import { HttpError, readJson, send } from './http.js';
import { findRoute } from './router.js';
import { routes } from './routes.js';
import { openStore } from './store.js';

/**
 * The service over one data directory. now() gives the time; tests hand in their own.
 */
export async function createService({ dataDir, release, now = () => new Date() }) {
  const store = openStore(dataDir);
  const handlers = createHandlers({ store, release, now });

  const server = createServer(async (request, response) => {
    try {
      send(response, await answer(request), request.method);
    } catch (error) {
      send(response, asAnswer(error), request.method);
    }
  });

  async function answer(request) {
    const url = new URL(request.url, 'http://localhost');
    const { handler, params } = findRoute(routes, request.method, url.pathname);
    const takesBody = request.method === 'POST' || request.method === 'PUT' || request.method === 'PATCH';
    const body = takesBody ? await readJson(request) : undefined;
    const result = await handlers[handler]({ params, query: url.searchParams, body });
    await store.flushed();
    return result;
  }

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve(server.address().port));
      }),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
      await store.close();
    },
  };
}

/** What went wrong, as an answer; only what the client can mend is told to it. */
export function asAnswer(error) {
  if (error instanceof HttpError) return error.answer();
  console.error(error);
  return { status: 500, body: { error: 'something went wrong inside the service' } };
}
`;
