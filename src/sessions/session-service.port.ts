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
  TakeResponse,
  UsageRequest,
} from '../contracts/sessions.ts';
import type { Receipt } from '../coordinator/coordinator.port.ts';
import type { TicketBrief } from '../worker/driver.port.ts';

/** Who asks to be registered, as far as the way in knows it. */
export type Origin = {
  /** It speaks from this machine: what is only reachable here is of use to it. */
  readonly local: boolean;
  /** Id of the invite it came with, where it has not the worker's key. */
  readonly invite?: string | undefined;
};

/** One holding: who works on which ticket under which token. */
export type HoldingName = { readonly session: string; readonly ticket: string; readonly token: number };

/** A whole tree handed in without git: `BUILD/`, or the `SPEC.md` of a write-spec ticket. */
export type SubmittedTree =
  /** A file with a tar archive, packed with gzip or not. */
  | { readonly tarball: string }
  /** Path below the service directory (`BUILD/src/main.mjs`) → text. */
  | { readonly files: Readonly<Record<string, string>> };

/**
 * Everything a session may do. HTTP, MCP, the CLI and workers are skins over it. Each call names the session that
 * was authenticated; nothing is acknowledged before the coordinator's commit. Rejects with `STALE_TOKEN` whatever
 * speaks for a holding that is over, and with `NOT_FOUND` where the ticket never was.
 */
export interface SessionService {
  /** Name of the session this bearer token belongs to; undefined when it is nobody's any more. */
  authenticate(token: string): string | undefined;
  /** A bearer token that is good for one holding alone; the same every time it is asked for. */
  ticketToken(holding: HoldingName): string;
  /** The holding a ticket token belongs to; undefined when that is over, or the token is none. */
  authenticateTicket(token: string): HoldingName | undefined;
  /**
   * Rejects with `NAME_TAKEN` while another run of that name is live, and with `FORBIDDEN` for a name that was kicked
   * or an invite that does not allow it. What a former run held is open again at once. Without `origin`: from here.
   */
  register(request: RegisterRequest, origin?: Origin): Promise<RegisterResponse>;
  /** Milliseconds since the session was last heard of; null where it was not in this run. A signal, not a fact. */
  heardAgo(session: string): number | null;
  heartbeat(session: string, request: HeartbeatRequest): Promise<HeartbeatResponse>;
  /** The next assignment that waits for this session; waits for one up to `waitMs`, and counts as a sign of life. */
  next(session: string, request: NextRequest, signal: AbortSignal): Promise<NextResponse>;
  /** Gives this session an open ticket it asks for by name, if the rules of matching let it have it. */
  take(session: string, ticket: string): Promise<TakeResponse>;
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
  /**
   * Takes a tree in and makes the commit itself, on the ticket's base. The same tree under the same token is answered as
   * the first time. `receive` is called only after the token was found good; it may be dropped once this settled.
   */
  submitTree(
    session: string,
    ticket: string,
    token: number,
    receive: () => Promise<SubmittedTree>,
  ): Promise<Receipt>;
  /** The agent of a worker says that it is done; the worker hears it with its beats, and hands in what is there. */
  sayDone(session: string, ticket: string, token: number, summary: string): void;
  release(session: string, ticket: string, token: number, reason: string): Promise<Receipt>;
  cannot(session: string, ticket: string, token: number, clauses: string[]): Promise<Receipt>;
  contradiction(session: string, ticket: string, token: number, clauses: string[]): Promise<Receipt>;
  fail(session: string, ticket: string, request: FailRequest): Promise<Receipt>;
  /** Gives back what it holds and ends the registration. */
  leave(session: string, reason: string): Promise<void>;
  /** It finishes what it holds and is given nothing new. */
  drain(session: string): Promise<Receipt>;
  /** Ends a drain; a session that was kicked may register again. */
  resume(session: string): Promise<Receipt>;
  /** Its holdings end, its token is nobody's, and its name is not let in again before `resume`. */
  kick(session: string, reason: string): Promise<Receipt>;
}
