import { z } from 'zod';
import { sessionName } from './sessions.ts';

/** Everybody, and the people of the line. Both are names no session may be messaged by. */
export const everybody = 'all';
export const people = 'operator';

export const messageType = z.enum(['info', 'warning', 'error', 'request']);
export const messagePriority = z.enum(['high', 'normal', 'low']);

export const sendRequest = z.strictObject({
  /** A session's name, `all` (or `broadcast`), or `operator` for the people of the line. */
  to: z.preprocess((to) => (to === 'broadcast' ? everybody : to), sessionName),
  type: messageType.default('info'),
  subject: z.string().min(1).max(100),
  body: z.string().max(10_000).default(''),
  priority: messagePriority.default('normal'),
});
export type SendRequest = z.infer<typeof sendRequest>;

export const messageView = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  type: messageType,
  subject: z.string(),
  body: z.string(),
  priority: messagePriority,
  /** Epoch milliseconds. */
  at: z.number(),
  /** Whether the one who asks has read it; each recipient of a broadcast has a state of its own. */
  read: z.boolean(),
});
export type MessageView = z.infer<typeof messageView>;

export const messagesQuery = z.object({
  /** Whose messages; a session sees its own alone. */
  for: sessionName.optional(),
  unread: z.stringbool().default(false),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const messagesResponse = z.object({ messages: z.array(messageView), unread: z.number() });

export const readRequest = z.strictObject({
  for: sessionName.optional(),
  ids: z.array(z.string().max(200)).max(1_000),
});

/** What a lock is on: a word of the sessions' own choosing, `config`, `database/orders`. */
export const lockScope = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._/-]{0,119}$/i, 'letters, digits, dot, dash, slash, underscore; at most 120');

export const lockView = z.object({
  scope: z.string(),
  owner: z.string(),
  reason: z.string(),
  /** Grows with every lock that is ever taken: what is written under a lower one is late. */
  fence: z.number(),
  takenAt: z.number(),
  expiresAt: z.number(),
});
export type LockView = z.infer<typeof lockView>;

/** Source of 600 s: the lock time-out of the hubs this replaces. */
export const lockSeconds = z.number().int().min(1).max(86_400).default(600);

export const lockRequest = z.strictObject({
  scope: lockScope,
  seconds: lockSeconds,
  reason: z.string().max(300).default(''),
});
export type LockRequest = z.infer<typeof lockRequest>;
export const locksResponse = z.object({ locks: z.array(lockView) });
