import type { ScoreCard } from '../policy/score-card.ts';
import type { Cost } from './cost.ts';
import type { FailureClass, TicketKind } from './ticket.events.ts';
import type { Allowance, Usage } from './usage.ts';

/** What a session wants to know of a person. It is gone with the holding it was asked in. */
export type Question = {
  readonly id: string;
  readonly token: number;
  readonly session: string;
  readonly text: string;
  readonly options: readonly string[];
  readonly at: number;
  readonly answer: { readonly text: string; readonly by: string; readonly at: number } | null;
};

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
  /** Which making of a session declined: a later one (another agent, other capabilities) may try again. */
  readonly declined: Readonly<Record<string, number>>;
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
  /** Why its holder was chosen, what was set aside for it, whose limits it is under, and which making of it it is. */
  readonly card: ScoreCard | null;
  readonly reserved: Allowance | null;
  readonly account: string | null;
  readonly revision: number | null;
  /** Totals of the holding it is in, as its session says; null: nothing was said. */
  readonly usage: Usage | null;
  /** Of all its holdings. */
  readonly spent: Cost;
  readonly questions: readonly Question[];
  /** How often in a row a holding ended without a word; `deathsAllowed` of them end the ticket. */
  readonly expiries: number;
  readonly deathsAllowed: number;
  /** How long an account rests whose provider does not say, and the most it ever does, milliseconds. */
  readonly parkMs: number;
  readonly parkCapMs: number;
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
    readonly card: ScoreCard | null;
    /** What it said it used; null: nothing. */
    readonly usage: Usage | null;
  }[];
};
