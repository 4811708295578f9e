import type { Acts } from '../acts/acts.port.ts';
import type { BoardViews } from '../board/board-views.port.ts';
import type { Readiness } from '../contracts/api.ts';
import type { BuildResponse, BuildsResponse } from '../contracts/builds.ts';
import type { CostsQuery, CostsResponse } from '../contracts/costs.ts';
import type { RecordBrief, RecordView, VerifyResponse } from '../contracts/records.ts';
import type { ReleasesResponse } from '../contracts/releases.ts';
import type { DiffQuery, DiffResponse, SubmissionsResponse } from '../contracts/submissions.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import type { History } from '../history/history.port.ts';
import type { Hub } from '../hub/hub.port.ts';
import type { Log } from '../log.ts';
import type { LogBook } from '../logs/log-book.port.ts';
import type { McpEndpoint } from '../mcp/mcp-endpoint.port.ts';
import type { Figures } from '../metrics/figures.port.ts';
import type { Invites } from '../sessions/invites.port.ts';
import type { SessionService } from '../sessions/session-service.port.ts';
import type { Specs } from '../specs/specs.port.ts';
import type { Store } from '../store/store.port.ts';
import type { Keys } from './keys.ts';

export type ServerConfig = {
  /** Hosts beside the loopback names under which the server is reached: `build-box` or `build-box:8900`. */
  readonly allowedHosts: readonly string[];
  /** Bound to loopback only: reads need no token. */
  readonly loopback: boolean;
  /** Directory of the built board; null serves none. */
  readonly webRoot: string | null;
  /** Where bundles on their way in and out lie for a moment. */
  readonly tempDir: string;
  readonly version: string;
};

/** Everything the HTTP server works with. */
export type ServerDependencies = {
  readonly coordinator: Coordinator;
  readonly sessions: SessionService;
  readonly invites: Invites;
  readonly views: BoardViews;
  readonly hub: Hub;
  readonly mcp: McpEndpoint;
  readonly logs: LogBook;
  /** Takes what the service printed since into its log lines; called before they are read. */
  readonly pullOutput?: ((service: string) => Promise<void>) | undefined;
  readonly events: Store['events'];
  readonly history: History;
  readonly secrets: {
    set(service: string, name: string, value: string): Promise<void>;
    unset(service: string, name: string): Promise<void>;
    names(service: string): Promise<string[]>;
  };
  /** The verification records of all services, by their ids. */
  readonly records: {
    /** Newest first; with `before`, those older than that one. */
    list(service: string, page: { limit: number; before?: string | undefined }): Promise<RecordView[]>;
    find(id: string): Promise<RecordView | undefined>;
    read(service: string, id: string): Promise<RecordView | undefined>;
    /** Of the newest, what lists say of them. */
    briefs(service: string, limit: number): Promise<RecordBrief[]>;
    /** What they can be checked with elsewhere, PEM. */
    readonly publicKey: string;
  };
  /** What people do to services. */
  readonly acts: Acts;
  /** The specs of the services root. */
  readonly specs: Specs;
  /** What was built more than once. */
  readonly builds: {
    of(service: string): BuildsResponse;
    content(service: string, n: number): Promise<BuildResponse>;
  };
  /** What was handed in and released, and what is different in it. */
  readonly made: {
    submissions(service: string, limit: number): Promise<SubmissionsResponse>;
    releases(service: string): Promise<ReleasesResponse>;
    diff(service: string, query: DiffQuery): Promise<DiffResponse>;
  };
  readonly verifyAgain: {
    start(service: string, commit: string | undefined): Promise<VerifyResponse>;
    state(record: string): Promise<VerifyResponse | undefined>;
  };
  /** What work has cost, from the journal. Rejects with `NOT_FOUND` for a service nobody knows. */
  readonly costs: (query: CostsQuery) => Promise<CostsResponse>;
  readonly figures: Figures;
  /** Copies what matters of the home to this directory, while running. */
  readonly backup: (path: string) => Promise<void>;
  readonly ready: () => Readiness;
  readonly keys: Keys;
  readonly config: ServerConfig;
  readonly log: Log;
};
