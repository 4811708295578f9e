import type { BoardFeed } from '../board/board-feed.port.ts';
import { createBoardGateway } from '../board/board-gateway.ts';
import { costReport } from '../budgets/cost-report.ts';
import type { Config } from '../config.ts';
import { AndonError } from '../errors.ts';
import { createServer } from '../http/create-server.ts';
import type { ServerDependencies } from '../http/server-dependencies.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.port.ts';
import { backupHome } from './backup-home.ts';
import type { HomeDirectories } from './home-directories.ts';
import { ownNames, reachedAt } from './own-names.ts';

type Given = Pick<
  ServerDependencies,
  | 'coordinator'
  | 'sessions'
  | 'invites'
  | 'views'
  | 'hub'
  | 'mcp'
  | 'logs'
  | 'history'
  | 'pullOutput'
  | 'secrets'
  | 'keys'
  | 'records'
  | 'verifyAgain'
  | 'builds'
  | 'figures'
  | 'made'
  | 'specs'
  | 'acts'
>;

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '::1']);

/** The API, the board and its socket on one port. Rejects with `CONFIG_INVALID` when the port is taken. */
export async function serveHttp(options: {
  config: Config;
  directories: HomeDirectories;
  deps: Given & { store: Store };
  feed: BoardFeed;
  webRoot: string;
  version: string;
  ready: ServerDependencies['ready'];
  log: Log;
}): Promise<{ url: string; close(): Promise<void> }> {
  const { config, directories, feed, log } = options;
  const { store, ...deps } = options.deps;
  const loopback = loopbackHosts.has(config.host);
  const allowedHosts = [...config.allowedHosts, ...ownNames(config.host)];
  const app = await createServer({
    ...deps,
    events: (query) => store.events(query),
    costs: (query) =>
      costReport(
        {
          coordinator: deps.coordinator,
          events: (asked) => store.events(asked),
          line: () => deps.views.line(),
        },
        query,
      ),
    backup: (path) => backupHome(directories, store, path),
    ready: options.ready,
    config: {
      allowedHosts,
      loopback,
      webRoot: options.webRoot,
      tempDir: directories.temp,
      version: options.version,
    },
    log,
  });
  const board = createBoardGateway({
    server: app.server,
    feed,
    log,
    allowedHosts,
    allowedOrigins: [],
    mayRead: (token) => deps.keys.scopeOf(token) !== undefined,
    logs: {
      book: deps.logs,
      known: (service) => deps.coordinator.service(service) !== undefined,
      ...(deps.pullOutput ? { pull: deps.pullOutput } : {}),
    },
  });
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await board.close();
    await app.close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new AndonError(
        'CONFIG_INVALID',
        `port ${config.port} on ${config.host} is taken (is Andon running already?); choose another with ANDON_PORT`,
      );
    }
    throw error;
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  return {
    url: `http://${reachedAt(config.host)}:${port}`,
    async close(): Promise<void> {
      await board.close();
      await app.close();
    },
  };
}
