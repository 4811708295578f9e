import type { TicketKind } from '../../machines/ticket/ticket.events.ts';

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
};

export type DriverEvents = {
  /** 0–100 and a few words. */
  progress(percent: number, text: string): void;
  log(line: string): void;
};

/** How the run of a driver ended. A driver's `submitted` is a claim; the gates decide. */
export type DriverOutcome =
  | { readonly type: 'submitted'; readonly summary: string }
  | { readonly type: 'cannot'; readonly clauses: readonly string[] }
  | { readonly type: 'contradiction'; readonly clauses: readonly string[] }
  | { readonly type: 'failed'; readonly class: 'work' | 'environment' | 'provider'; readonly reason: string };

/**
 * Runs one ticket in a workspace (a clone of the service's repository without a remote; work goes under `BUILD/`, or
 * into `SPEC.md` for an architect). Stops soon after `signal` aborts. The worker commits and submits what is there.
 */
export interface Driver {
  readonly name: string;
  run(
    brief: TicketBrief,
    workspace: string,
    events: DriverEvents,
    signal: AbortSignal,
  ): Promise<DriverOutcome>;
}
