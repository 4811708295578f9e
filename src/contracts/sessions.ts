import { z } from 'zod';
import { usageReport } from './usage.ts';

export const sessionName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/i, 'letters, digits, dot, dash, underscore; at most 63');
export const capability = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);

export const registerRequest = z.strictObject({
  name: sessionName,
  capabilities: z.array(capability).min(1).max(20),
  slots: z.number().int().min(1).max(64).default(1),
  agent: z.string().max(80).default('unknown'),
  host: z.string().max(120).default(''),
  /** Whose limits this session shares, `claude:me@example.org`: sessions of one account are parked together. */
  account: z.string().max(200).optional(),
  /** Capabilities it declares and cannot do now, and why. */
  unavailable: z
    .array(z.strictObject({ capability, reason: z.string().max(300) }))
    .max(20)
    .optional(),
  /** Token of this name's former run, where the worker still has it: that run is replaced at once. */
  former: z.string().max(200).optional(),
  /** What a session that Andon started itself was given to prove it; nobody else has it. */
  builtIn: z.string().max(200).optional(),
});
export type RegisterRequest = z.infer<typeof registerRequest>;

export const registerResponse = z.object({
  name: z.string(),
  /** Bearer token of this session; shown once. */
  token: z.string(),
  beatMs: z.number(),
  delivery: z.object({
    prefix: z.string(),
    queue: z.string(),
    /** What this session may reach; without `path` and `url` it works over HTTP alone (`next`). */
    redis: z.object({
      path: z.string().optional(),
      url: z.string().optional(),
      /** The session's own user: it sees its own queue and nothing else. */
      username: z.string().optional(),
      password: z.string().optional(),
    }),
  }),
  /** Where agents that speak MCP find the coordinator's tools, as seen from its own address. */
  mcp: z.object({ url: z.string() }).optional(),
});
export type RegisterResponse = z.infer<typeof registerResponse>;

const lease = z.strictObject({ ticket: z.string(), token: z.number().int() });

export const heartbeatRequest = z.strictObject({
  leases: z.array(lease).max(64).default([]),
  status: z.string().max(200).optional(),
  /** What the work in hand has used so far. */
  usage: z
    .array(z.strictObject({ ticket: z.string(), token: z.number().int(), usage: usageReport }))
    .max(64)
    .optional(),
  /** What the worker found when it looked again whether it can do what it declares. */
  unavailable: z
    .array(z.strictObject({ capability, reason: z.string().max(300) }))
    .max(20)
    .optional(),
});
export type HeartbeatRequest = z.infer<typeof heartbeatRequest>;

export const heartbeatResponse = z.object({
  /** Leases that are over: stop working on them. */
  over: z.array(z.object({ ticket: z.string(), token: z.number(), reason: z.string() })),
  /** Assignments this session has not claimed yet; a worker without Redis may take them from here. */
  waiting: z.array(z.object({ ticket: z.string(), token: z.number() })),
  draining: z.boolean(),
  /** Holdings whose agent said over MCP that it is done; named in every beat while the ticket is held. */
  done: z.array(z.object({ ticket: z.string(), token: z.number(), summary: z.string() })).optional(),
  /** Answers to questions of the tickets it holds; named in every beat while the ticket is held. */
  answers: z
    .array(z.object({ ticket: z.string(), question: z.string(), text: z.string(), by: z.string() }))
    .default([]),
});
export type HeartbeatResponse = z.infer<typeof heartbeatResponse>;

/** Waits up to `waitMs` for an assignment; answered at once where there is one. */
export const nextRequest = z.strictObject({ waitMs: z.number().int().min(0).max(60_000).default(0) });
export type NextRequest = z.infer<typeof nextRequest>;
export const nextResponse = z.object({
  assigned: z.object({ ticket: z.string(), token: z.number() }).nullable(),
});
export type NextResponse = z.infer<typeof nextResponse>;

export const usageRequest = z.strictObject({ token: z.number().int(), usage: usageReport });
export type UsageRequest = z.infer<typeof usageRequest>;

/** A question for a person. It is answered with its id at once; the answer comes with a later heartbeat. */
export const questionRequest = z.strictObject({
  token: z.number().int(),
  text: z.string().min(1).max(4_000),
  options: z.array(z.string().max(200)).max(20).default([]),
});
export type QuestionRequest = z.infer<typeof questionRequest>;
export const questionResponse = z.object({ question: z.string() });
export const answerRequest = z.strictObject({ text: z.string().min(1).max(10_000) });

export const claimRequest = z.strictObject({ token: z.number().int() });

export const ticketBrief = z.object({
  id: z.string(),
  token: z.number(),
  kind: z.string(),
  service: z.string(),
  change: z.number(),
  attempt: z.number(),
  spec: z.string(),
  feedback: z.array(z.string()),
  base: z.string(),
  dueAt: z.number(),
  /** What an agent is to be told, whole: made from the templates, with the user's and other agents' words fenced as data. */
  prompt: z.string().default(''),
  /** Files of the user's that lie in the workspace for agents to read (AGENTS.md, skills), and are never handed in. */
  guidance: z
    .array(z.object({ path: z.string(), text: z.string(), executable: z.boolean() }))
    .readonly()
    .optional(),
  /** A bearer for the tools at `mcp` of the registration that is good for this holding alone. */
  mcpBearer: z.string().optional(),
});

/** Asks for one open ticket by name. Only the operator names the session it is for; a session asks for itself. */
export const takeRequest = z.strictObject({ session: sessionName.optional() });
/** The assignment, or why this session may not have the ticket now: one sentence each. */
export const takeResponse = z.object({
  assigned: z.object({ ticket: z.string(), token: z.number() }).nullable(),
  reasons: z.array(z.string()),
});
export type TakeResponse = z.infer<typeof takeResponse>;

export const kickRequest = z.strictObject({ reason: z.string().max(500).default('') });

export const progressRequest = z.strictObject({
  token: z.number().int(),
  percent: z.number().min(0).max(100),
  text: z.string().max(300).default(''),
});
export type ProgressRequest = z.infer<typeof progressRequest>;
export const logRequest = z.strictObject({
  token: z.number().int(),
  lines: z.array(z.string().max(10_000)).max(500),
});
export type LogRequest = z.infer<typeof logRequest>;
export const releaseRequest = z.strictObject({ token: z.number().int(), reason: z.string().max(2_000) });
export const failRequest = z.strictObject({
  token: z.number().int(),
  class: z.enum(['work', 'environment', 'provider']),
  reason: z.string().max(10_000),
  /** Only with `provider`. */
  account: z.string().max(200).optional(),
  /** Only with `provider`: when the limit is over, epoch milliseconds. */
  resetsAt: z.number().optional(),
});
export type FailRequest = z.infer<typeof failRequest>;
export const clausesRequest = z.strictObject({
  token: z.number().int(),
  clauses: z.array(z.string().max(2_000)).min(1).max(100),
});

export const receipt = z.object({ seq: z.number(), ignored: z.boolean() });
