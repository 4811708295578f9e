import type { BoardViews } from '../board/board-views.port.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import type { Signals } from '../coordinator/signals.port.ts';
import type { Hub } from '../hub/hub.port.ts';
import type { Log } from '../log.ts';
import type { SessionService } from '../sessions/session-service.port.ts';
import type { Store } from '../store/store.port.ts';
import type { Repositories } from '../workspace/workspace.port.ts';

/** What the tools work with. */
export type McpDeps = {
  readonly coordinator: Pick<Coordinator, 'ticket' | 'session' | 'serviceNamed' | 'linePaused'>;
  readonly sessions: SessionService;
  readonly hub: Hub;
  readonly views: BoardViews;
  readonly signals: Signals;
  readonly repositories: Pick<Repositories, 'export'>;
  /** Spec texts by `spec/<hash>`, and which holdings are kept. */
  readonly store: Pick<Store, 'get' | 'put' | 'remove' | 'keys'>;
  readonly clock: Clock;
  readonly limits: { readonly leaseBeatMs: number; readonly leaseExpiryMs: number };
  /** Where a tarball lies for a moment. */
  readonly tempDir: string;
  readonly version: string;
  readonly log: Log;
};
