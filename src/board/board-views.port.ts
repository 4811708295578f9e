import type { LineView, ServiceView, SessionView, TicketView } from '../contracts/board.ts';

/** What only the shell knows about the line as a whole. */
export type LineFacts = {
  readonly redis: 'up' | 'down';
  /** What is wrong with Redis, in one sentence without its full stop, or null. */
  readonly redisProblem: string | null;
  /** How commands are kept apart on this machine, in one sentence. */
  readonly sandbox: string;
  readonly unsandboxed: boolean;
  /** Why the catalog concludes nothing at the moment, or null. */
  readonly catalog: string | null;
  /** An environment incident that is going on, or null. */
  readonly incident: string | null;
  readonly startedAt: number;
};

/** The coordinator's committed state in the shapes of the contracts, computed when asked. Board, API and CLI share it. */
export interface BoardViews {
  /** By id; undefined when it is unknown or retired. */
  service(id: string): ServiceView | undefined;
  serviceNamed(name: string): ServiceView | undefined;
  services(): ServiceView[];
  session(name: string): SessionView | undefined;
  sessions(): SessionView[];
  ticket(id: string): TicketView | undefined;
  /** Tickets that are not over. */
  tickets(): TicketView[];
  line(): LineView;
}
