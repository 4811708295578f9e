import type { TicketKind } from '../../machines/ticket/ticket.events.ts';
import type { UsageReport } from '../contracts/usage.ts';

/** What a session is handed with a ticket. Everything in it is data, never instructions of Andon's own. */
export type TicketBrief = {
  readonly id: string;
  readonly token: number;
  readonly kind: TicketKind;
  readonly service: string;
  readonly change: number;
  readonly attempt: number;
  readonly spec: string;
  readonly feedback: readonly string[];
  readonly base: string;
  readonly dueAt: number;
  /** What an agent is to be told, whole. */
  readonly prompt: string;
  /** The user's files for agents (AGENTS.md, skills): in the workspace, and never handed in. */
  readonly guidance?: readonly GuidanceFile[] | undefined;
  /** For the coordinator's own tools; good for this holding alone. */
  readonly mcpBearer?: string | undefined;
};

/** A file that lies in the workspace beside the work. Paths are relative, with `/`, and lead nowhere else. */
export type GuidanceFile = { readonly path: string; readonly text: string; readonly executable: boolean };

/** One thing an agent did, told as it happens: shown on the board, and a sign of progress. */
export type AgentAct = {
  /** `tool` and `edit` are signs of progress; `said` and `thought` are only shown. */
  readonly kind: 'said' | 'thought' | 'tool' | 'edit' | 'plan';
  /** The same for the same action on the same thing: 25 of them in a row with nothing changed are a stall. */
  readonly fingerprint: string;
  readonly text: string;
  /** A tool that is still running: meanwhile silence is no stall. */
  readonly running?: boolean;
};

export type DriverEvents = {
  /** 0–100 and a few words. */
  progress(percent: number, text: string): void;
  log(line: string): void;
  act(act: AgentAct): void;
  /** Totals of this run so far; may be called often. */
  usage(usage: UsageReport): void;
  /** The agent's own name of its session, to be taken up again after a crash. */
  resumable(session: string): void;
  /** Asks a person, on the board; resolves with the answer, or undefined when nobody answered before `signal` aborted. */
  ask(question: string, options: readonly string[], signal: AbortSignal): Promise<string | undefined>;
};

/** Where the coordinator's own tools are, for agents that speak MCP; with a token that is good for this ticket alone. */
export type McpAccess = { readonly url: string; readonly bearer: string };

/** How the run of a driver ended. A driver's `submitted` is a claim; the gates decide. */
export type DriverOutcome =
  | { readonly type: 'submitted'; readonly summary: string }
  | { readonly type: 'cannot'; readonly clauses: readonly string[] }
  | { readonly type: 'contradiction'; readonly clauses: readonly string[] }
  | { readonly type: 'failed'; readonly class: 'work' | 'environment'; readonly reason: string }
  | {
      /** The provider lets nobody of this account work: a usage limit, or nobody is logged in. Counts no attempt. */
      readonly type: 'failed';
      readonly class: 'provider';
      readonly reason: string;
      /** When it is over, epoch milliseconds, where the provider says. */
      readonly resetsAt?: number;
    };

/** One ticket in a driver's hands. */
export type DriverRun = {
  readonly brief: TicketBrief;
  /** A clone of the service's repository without a remote; work goes under `BUILD/`, or into `SPEC.md` for an architect. */
  readonly workspace: string;
  readonly events: DriverEvents;
  /** Its abort ends the run soon. */
  readonly signal: AbortSignal;
  /** Absent where the coordinator gave none. */
  readonly mcp?: McpAccess;
  /** The agent's own session of an earlier run of this holding, for an agent that can take it up again. */
  readonly resume?: string;
};

/** Runs one ticket in a workspace. The worker commits and submits what is there; a driver only says that it is done. */
export interface Driver {
  readonly name: string;
  run(run: DriverRun): Promise<DriverOutcome>;
}
