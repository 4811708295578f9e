import type {
  FailRequest,
  HeartbeatRequest,
  HeartbeatResponse,
  LogRequest,
  NextRequest,
  NextResponse,
  ProgressRequest,
  QuestionRequest,
  RegisterRequest,
  RegisterResponse,
  UsageRequest,
} from '../contracts/sessions.ts';
import type { Receipt } from '../coordinator/coordinator.port.ts';
import type { TicketBrief } from '../worker/driver.port.ts';

/**
 * Everything a session may do. HTTP, MCP, the CLI and workers are skins over it. Each call names the session that
 * was authenticated; nothing is acknowledged before the coordinator's commit. Rejects with `STALE_TOKEN` whatever
 * speaks for a holding that is over, and with `NOT_FOUND` where the ticket never was.
 */
export interface SessionService {
  /** Name of the session this bearer token belongs to; undefined when it is nobody's any more. */
  authenticate(token: string): string | undefined;
  /** Rejects with `NAME_TAKEN` while another run of that name is live. What a former run held is open again at once. */
  register(request: RegisterRequest): Promise<RegisterResponse>;
  heartbeat(session: string, request: HeartbeatRequest): Promise<HeartbeatResponse>;
  /** The next assignment that waits for this session; waits for one up to `waitMs`, and counts as a sign of life. */
  next(session: string, request: NextRequest, signal: AbortSignal): Promise<NextResponse>;
  /** Totals of what the holding has used; kept also when the session dies. */
  usage(session: string, ticket: string, request: UsageRequest): Promise<Receipt>;
  /** Puts a question to people; answers with its id at once. The answer comes with the heartbeats. */
  ask(session: string, ticket: string, request: QuestionRequest): Promise<{ question: string }>;
  /** A person's answer. Rejects with `NOT_FOUND` where nobody waits for it any more. */
  answer(question: string, text: string, by: string): Promise<Receipt>;
  /** Only for the session the ticket was assigned to with this token; asking again is answered the same way. */
  claim(session: string, ticket: string, token: number): Promise<TicketBrief>;
  /** Writes the git bundle the work starts from to `file`. */
  bundle(session: string, ticket: string, token: number, file: string): Promise<void>;
  progress(session: string, ticket: string, request: ProgressRequest): void;
  log(session: string, ticket: string, request: LogRequest): void;
  /** `receive` hands over the bundle's file, and is called only after the token was found good. */
  submit(
    session: string,
    ticket: string,
    submission: { token: number; commit: string },
    receive: () => Promise<string>,
  ): Promise<Receipt>;
  release(session: string, ticket: string, token: number, reason: string): Promise<Receipt>;
  cannot(session: string, ticket: string, token: number, clauses: string[]): Promise<Receipt>;
  contradiction(session: string, ticket: string, token: number, clauses: string[]): Promise<Receipt>;
  fail(session: string, ticket: string, request: FailRequest): Promise<Receipt>;
  /** Gives back what it holds and ends the registration. */
  leave(session: string, reason: string): Promise<void>;
}
