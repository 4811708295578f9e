import type { Limits } from '../../machines/policy/limits.ts';
import type { BoardViews } from '../board/board-views.port.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import type { Signals } from '../coordinator/signals.port.ts';
import type { Hub } from '../hub/hub.port.ts';
import type { Log } from '../log.ts';
import type { McpEndpoint } from '../mcp/mcp-endpoint.port.ts';
import { createMcpEndpoint } from '../mcp/mcp-endpoint.ts';
import type { SessionService } from '../sessions/session-service.port.ts';
import { fileAgent } from '../sessions-file/file-sessions.ts';
import type { Store } from '../store/store.port.ts';
import type { Repositories } from '../workspace/workspace.port.ts';
import { openFileSessions } from './open-file-sessions.ts';
import { openHub } from './open-hub.ts';

export type Tools = {
  readonly hub: Hub;
  readonly mcp: McpEndpoint;
  /** What is wrong with the files of sessions, or null. */
  problem(): string | null;
  /** After the line is open: what is held is told again, and the files of sessions are followed. */
  start(): Promise<void>;
  close(): Promise<void>;
};

/** What sessions work with beside their tickets: the hub, the tools over MCP, and the files of other tools. */
export function openTools(options: {
  config: Pick<Config, 'services' | 'sessionsFile'>;
  tempDir: string;
  coordinator: Coordinator;
  sessions: SessionService;
  views: BoardViews;
  signals: Signals;
  repositories: Repositories;
  store: Store;
  clock: Clock;
  limits: Limits;
  version: string;
  log: Log;
  onProblem: () => void;
}): Tools {
  const { coordinator, store, clock, config } = options;
  const { fileSessions, assigned } = openFileSessions(options);
  const { hub, ...hubLife } = openHub({
    ...{ store, clock, coordinator },
    servicesRoot: config.services,
    inTree: (session) => coordinator.session(session)?.context.agent === fileAgent,
    onAssigned: assigned,
  });
  const mcp = createMcpEndpoint({ ...options, hub });
  return {
    hub,
    mcp,
    problem: () => fileSessions.problem(),
    async start() {
      hubLife.start();
      await fileSessions.start();
    },
    async close() {
      await fileSessions.close();
      await mcp.close();
      hubLife.close();
    },
  };
}
