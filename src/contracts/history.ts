import { z } from 'zod';
import { boardSnapshot, ticketView } from './board.ts';

/** `GET /api/services/:name/events?before=&types=`: the journal of one service, newest first. */
export const eventsView = z.object({
  events: z.array(
    z.object({
      seq: z.number(),
      at: z.number(),
      event: z.looseObject({ type: z.string() }),
    }),
  ),
  /** Asks for those before it; null where there are no more. */
  before: z.number().nullable().optional(),
});

/** `GET /api/machines/:kind`: the states of a machine and the ways between them; see `machines/chart.ts`. */
export const machineChart = z.object({
  kind: z.string(),
  nodes: z.array(
    z.object({
      id: z.string(),
      parent: z.string().nullable(),
      label: z.string(),
      kind: z.enum(['region', 'group', 'state', 'passing', 'final']),
      initial: z.boolean(),
      sentence: z.string().nullable(),
      column: z.string().nullable(),
    }),
  ),
  edges: z.array(
    z.object({ from: z.string(), to: z.string(), events: z.array(z.string()), always: z.boolean() }),
  ),
});
export type MachineChartView = z.infer<typeof machineChart>;

const changeCause = z.enum(['spec', 'incident', 'hand-edit', 'adoption']);

/** One move of a service: in what it was from then on, and what brought it there. */
export const pathMove = z.object({
  seq: z.number(),
  at: z.number(),
  line: z.string(),
  live: z.string(),
  change: z.number(),
  cause: changeCause.nullable(),
  event: z.string(),
});
export type PathMove = z.infer<typeof pathMove>;

/** `GET /api/services/:name/path?change=&before=&limit=`: the newest moves, oldest first. */
export const pathView = z.object({
  moves: z.array(pathMove),
  /** Asks for those before it; null where there are no more. */
  before: z.number().nullable(),
});

export const spanKind = z.enum(['waiting', 'working', 'verifying', 'deploying', 'blocked']);
export type SpanKind = z.infer<typeof spanKind>;

/** What was going on from one moment to the next. Two of one lane never overlap. */
export const changeSpan = z.object({
  /** The column of the board it stood in; of several builds side by side one lane each, `BUILD 2`. */
  lane: z.string(),
  kind: spanKind,
  /** What it is, in a few words. */
  label: z.string(),
  /** State of the line. */
  state: z.string(),
  from: z.number(),
  /** Null: it goes on. */
  to: z.number().nullable(),
  attempt: z.number(),
  session: z.string().optional(),
  ticket: z.string().optional(),
});
export type ChangeSpan = z.infer<typeof changeSpan>;

export const changeHistory = z.object({
  n: z.number(),
  /** Null before it has begun: its spec is being written. */
  cause: changeCause.nullable(),
  started: z.number(),
  ended: z.number().nullable(),
  /** `dropped`: something newer took its place. */
  outcome: z.enum(['open', 'shipped', 'dropped', 'retired']),
  attempts: z.number(),
  spans: z.array(changeSpan),
});
export type ChangeHistory = z.infer<typeof changeHistory>;

/** `GET /api/services/:name/changes?before=&limit=`: what each change spent its time on, newest first. */
export const changesView = z.object({
  /** The server's clock: what is open runs to here. */
  now: z.number(),
  changes: z.array(changeHistory),
  before: z.number().nullable(),
});

/** One holding of a ticket, from its assignment to its end. */
export const ticketAttempt = z.object({
  token: z.number(),
  session: z.string(),
  from: z.number(),
  /** When something was handed in last. */
  handedIn: z.number().nullable(),
  to: z.number().nullable(),
  /** `held` and `submitted` are not over; the others are what became of it. */
  outcome: z.string(),
  reason: z.string(),
  /** A person asked for it by name; matching did not choose. */
  asked: z.boolean(),
  commit: z.string().optional(),
  card: ticketView.shape.card,
  cost: ticketView.shape.cost,
});
export type TicketAttempt = z.infer<typeof ticketAttempt>;

export const ticketHistory = ticketView.extend({
  over: z.boolean(),
  endedAt: z.number().nullable(),
  attempts: z.array(ticketAttempt),
});
export type TicketHistory = z.infer<typeof ticketHistory>;

/** `GET /api/services/:name/tickets?before=&limit=`: every ticket it ever had, newest first. */
export const serviceTicketsView = z.object({
  now: z.number(),
  tickets: z.array(ticketHistory),
  before: z.number().nullable(),
});

/** `GET /api/board?at=<ms>`: the board as it was. */
export const pastBoard = boardSnapshot.extend({
  /** What nobody knows any more of that moment, in words. */
  leftOut: z.array(z.string()),
});
export type PastBoard = z.infer<typeof pastBoard>;
