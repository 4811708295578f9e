import type { FailureClass, TicketKind } from './ticket.events.ts';

export type TicketContext = {
  readonly id: string;
  readonly kind: TicketKind;
  /** Stream of who hears the outcomes, `service/<id>`. */
  readonly owner: string;
  readonly service: { readonly id: string; readonly name: string };
  readonly change: number;
  readonly requires: readonly (readonly string[])[];
  readonly avoid: readonly string[];
  /** Sessions that declared they cannot do it. */
  readonly excluded: readonly string[];
  /** Sessions that work, or worked, on a sibling of it: builds that are compared come from different ones. */
  readonly barred: readonly string[];
  /** Other commits that its holder gets to read beside what it starts from. */
  readonly beside: readonly { readonly name: string; readonly commit: string }[];
  readonly priority: number;
  readonly spec: string | null;
  readonly base: string | null;
  readonly feedback: readonly string[];
  readonly openedAt: number;
  readonly since: number;
  readonly dueAt: number;
  /** Grows by one with each assignment; fences every write. 0 before the first. */
  readonly token: number;
  readonly holder: string | null;
  readonly assignedAt: number | null;
  readonly started: boolean;
  readonly commit: string | null;
  readonly submittedAt: number | null;
  /** How often in a row a holding ended without a word; too many in a row end the ticket. */
  readonly expiries: number;
  readonly deadlineMs: number;
  /** What people should know while it waits. */
  readonly note: string | null;
  /** Counted tries that failed. */
  readonly failures: number;
  readonly attemptsAllowed: number;
  readonly history: readonly {
    readonly token: number;
    readonly session: string;
    readonly outcome: string;
    readonly reason: string;
    readonly class: FailureClass | null;
    readonly at: number;
  }[];
};
