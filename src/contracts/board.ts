import { z } from 'zod';

/** The four columns of the board. */
export const column = z.enum(['SPEC', 'BUILD', 'TEST', 'PRODUCTION']);
export type Column = z.infer<typeof column>;

export const phase = z.enum([
  'NEEDS_SPEC',
  'SPEC_INCOMPLETE',
  'READY_FOR_BUILD',
  'BUILD_IN_PROGRESS',
  'BUILD_COMPLETE',
  'NEEDS_TESTS',
  'TESTS_FAILING',
  'READY_FOR_DEPLOY',
  'PRODUCTION',
  'UNKNOWN',
]);

export const reason = z.object({
  code: z.string(),
  text: z.string(),
  ways: z.array(z.string()),
  details: z.array(z.string()).optional(),
});
export type Reason = z.infer<typeof reason>;

/** A session's question to people. */
export const questionView = z.object({
  id: z.string(),
  ticket: z.string(),
  session: z.string(),
  text: z.string(),
  options: z.array(z.string()),
  at: z.number(),
});
export type QuestionView = z.infer<typeof questionView>;

/** What something has cost: null is unknown, and `unknown` says how many holdings said nothing. */
export const costView = z.object({
  usd: z.number().nullable(),
  tokens: z.number().nullable(),
  ms: z.number(),
  unknown: z.number(),
});
export type CostView = z.infer<typeof costView>;

/** One of several independent builds of a change. */
export const buildView = z.object({
  ticket: z.string(),
  session: z.string().nullable(),
  state: z.enum(['waiting', 'working', 'verifying', 'passed', 'failed', 'given-up']),
  chosen: z.boolean(),
  commit: z.string().nullable(),
  tests: z.object({ passed: z.number(), total: z.number() }).nullable(),
  coverage: z.number().nullable(),
  mutation: z.number().nullable(),
  durationMs: z.number().nullable(),
  cost: costView.nullable(),
  reasons: z.array(z.string()),
});
export type BuildView = z.infer<typeof buildView>;

/** Why a session was given a ticket. */
export const scoreCardView = z.object({
  score: z.number(),
  parts: z.record(z.string(), z.number()),
  runnersUp: z.array(z.object({ session: z.string(), score: z.number() })),
  leftOut: z.array(z.string()),
});

export const serviceView = z.object({
  id: z.string(),
  name: z.string(),
  phase,
  column,
  /** State of the line, dotted, and what it means in one sentence. */
  state: z.string(),
  sentence: z.string(),
  /** When it entered this state, epoch milliseconds. */
  since: z.number(),
  paused: z.boolean(),
  live: z.object({
    state: z.string(),
    health: z.enum(['none', 'healthy', 'unhealthy', 'recovering', 'down', 'missing']),
    /** Share of passed probes while it serves, 0–1. */
    uptime: z.number().nullable(),
    reason: z.string().nullable(),
  }),
  change: z.number(),
  attempt: z.number(),
  session: z.string().optional(),
  /** 0–100, a session's own word; shown, never believed. */
  progress: z.number().optional(),
  activity: z.string().optional(),
  /** When that progress was told, epoch milliseconds of the server: old words are shown as old. */
  progressAt: z.number().optional(),
  tests: z.object({ passed: z.number(), total: z.number() }).optional(),
  coverage: z.number().optional(),
  /** Share of small faults put into the code that the tests noticed, in percent. */
  mutation: z.number().optional(),
  /** What the last verdict found beside plain failing. */
  finding: z.enum(['tampering', 'flaky']).optional(),
  reason: reason.optional(),
  ticket: z.string().optional(),
  ticketKind: z.string().optional(),
  /** Added to what its tickets have by themselves; left out when 0. */
  priority: z.number().optional(),
  /** The change that waits for somebody's word before it goes to production. */
  approval: z.object({ change: z.number(), commit: z.string().optional() }).optional(),
  /** What sessions want to know of a person; nothing waits for it but they. */
  questions: z.array(questionView).optional(),
  /** Of its change now on the line. */
  cost: costView.optional(),
  /** Independent builds of the change, where several were asked for. */
  builds: z.array(buildView).optional(),
  release: z.object({ commit: z.string(), url: z.string(), version: z.string() }).optional(),
});
export type ServiceView = z.infer<typeof serviceView>;

export const sessionView = z.object({
  name: z.string(),
  agent: z.string(),
  host: z.string(),
  capabilities: z.array(z.string()),
  slots: z.number(),
  state: z.enum(['idle', 'busy', 'silent', 'draining', 'gone']),
  since: z.number(),
  builtIn: z.boolean(),
  holding: z.array(z.object({ ticket: z.string(), service: z.string(), kind: z.string() })),
  done: z.number(),
  failed: z.number(),
  account: z.string().optional(),
  /** Takes nothing until then, and why: its provider's limit is reached. */
  parked: z.object({ until: z.number(), reason: z.string() }).optional(),
  /** Declared, and not to be had now. */
  unavailable: z.array(z.object({ capability: z.string(), reason: z.string() })).optional(),
  /** How it did by kind of ticket; left out before its first. `medianMs` is of its newest done ones. */
  record: z
    .array(
      z.object({ kind: z.string(), done: z.number(), failed: z.number(), medianMs: z.number().nullable() }),
    )
    .optional(),
  cost: costView.optional(),
});
export type SessionView = z.infer<typeof sessionView>;

export const ticketView = z.object({
  id: z.string(),
  kind: z.string(),
  service: z.string(),
  change: z.number(),
  state: z.string(),
  attempt: z.number(),
  token: z.number(),
  session: z.string().optional(),
  requires: z.array(z.array(z.string())),
  openedAt: z.number(),
  since: z.number(),
  dueAt: z.number(),
  why: z.array(z.string()),
  history: z.array(
    z.object({
      session: z.string(),
      outcome: z.string(),
      reason: z.string(),
      at: z.number(),
      card: scoreCardView.optional(),
      cost: costView.optional(),
    }),
  ),
  /** Of the holding it is in now. */
  card: scoreCardView.optional(),
  cost: costView.optional(),
  questions: z.array(questionView).optional(),
});
export type TicketView = z.infer<typeof ticketView>;

/** What concerns the whole line: shown above the columns. */
export const lineView = z.object({
  paused: z.boolean(),
  redis: z.enum(['up', 'down']),
  /** What is wrong with Redis, also while it is up. */
  redisProblem: z.string().nullable(),
  sandbox: z.string(),
  /** True when released services and gates run with process limits alone: shown in red. */
  unsandboxed: z.boolean(),
  catalog: z.string().nullable(),
  incident: z.string().nullable(),
  startedAt: z.number(),
  /** Nothing is assigned until then: several sessions died at once. */
  breaker: z.object({ until: z.number(), reason: z.string() }).nullable().optional(),
  /** Accounts whose provider lets nobody work. */
  parked: z.array(z.object({ account: z.string(), until: z.number(), reason: z.string() })).optional(),
  /** The day's budget: what is used and set aside of it. */
  budget: z
    .object({
      spent: costView,
      reserved: z.object({ usd: z.number(), tokens: z.number() }),
      limit: z.object({
        usd: z.number().nullable(),
        tokens: z.number().nullable(),
        ms: z.number().nullable(),
      }),
      state: z.enum(['fine', 'warned', 'used-up']),
    })
    .optional(),
});
export type LineView = z.infer<typeof lineView>;

/** Everything the board shows, as of one sequence number. */
export const boardSnapshot = z.object({
  /** Identifies the coordinator's run; deltas of another run do not apply. */
  epoch: z.string(),
  /** Number of the last delta folded in. */
  n: z.number(),
  seq: z.number(),
  /** The server's clock when it was made: ages are shown right in a browser whose clock is wrong. */
  at: z.number().optional(),
  line: lineView,
  services: z.array(serviceView),
  sessions: z.array(sessionView),
});
export type BoardSnapshot = z.infer<typeof boardSnapshot>;

/** A numbered step from one board to the next; `n` rises by one. */
export const boardDelta = z.object({
  epoch: z.string(),
  n: z.number(),
  seq: z.number(),
  line: lineView.optional(),
  services: z.array(serviceView).optional(),
  removedServices: z.array(z.string()).optional(),
  sessions: z.array(sessionView).optional(),
  removedSessions: z.array(z.string()).optional(),
});
export type BoardDelta = z.infer<typeof boardDelta>;

/** Socket.IO events, server to client and back. */
export type ServerToBoard = {
  snapshot: (snapshot: BoardSnapshot) => void;
  delta: (delta: BoardDelta) => void;
};
export type BoardToServer = {
  /** Asks for the deltas after `n` of `epoch`; answered with them, or with null when a snapshot is needed. */
  catchUp: (from: { epoch: string; n: number }, answer: (deltas: BoardDelta[] | null) => void) => void;
};
