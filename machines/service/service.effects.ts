import { z } from 'zod';
import { ticketKind } from '../ticket/ticket.events.ts';

/** What a service machine asks the shell to do. Data only; ids are made of the event's `ref`, so doing one twice is safe. */
export const serviceEffect = z.discriminatedUnion('type', [
  // stepped in the same commit
  z.object({
    type: z.literal('openTicket'),
    ticket: z.string(),
    kind: ticketKind,
    change: z.number(),
    /** Any one capability list of these will do, tried in order: a `fix` wants a fixer, else a tester, else a builder. */
    requires: z.array(z.array(z.string())),
    /** Sessions that may not take it while another can (separation of builder and tester). */
    avoid: z.array(z.string()),
    priority: z.number(),
    spec: z.string().nullable(),
    /** The commit the work starts from; null starts from the spec alone. */
    base: z.string().nullable(),
    feedback: z.array(z.string()),
    /** Sessions that may never take it: they have a sibling of it. */
    barred: z.array(z.string()).default([]),
    /** Other commits that its holder gets to read. */
    beside: z.array(z.object({ name: z.string(), commit: z.string() })).default([]),
  }),
  /** Tells a sibling who has the others; in place of what it was told before. */
  z.object({ type: z.literal('barTicket'), ticket: z.string(), sessions: z.array(z.string()) }),
  z.object({ type: z.literal('prioritiseTicket'), ticket: z.string(), priority: z.number() }),
  z.object({ type: z.literal('acceptTicket'), ticket: z.string(), token: z.number() }),
  z.object({
    type: z.literal('rejectTicket'),
    ticket: z.string(),
    token: z.number(),
    feedback: z.array(z.string()),
  }),
  z.object({ type: z.literal('cancelTicket'), ticket: z.string(), reason: z.string() }),
  // performed by the shell after the commit
  z.object({
    type: z.literal('verify'),
    verification: z.string(),
    gate: z.enum(['spec', 'build', 'test']),
    change: z.number(),
    commit: z.string(),
    spec: z.string(),
    /** The submission this checks; null for adopted or hand-edited content. */
    ticket: z.string().nullable(),
    session: z.string().nullable(),
    cause: z.enum(['spec', 'incident', 'hand-edit', 'adoption']).default('spec'),
    /** What serves now, and the record it was deployed under; null where nothing serves. */
    base: z.string().nullable().default(null),
    baseRecord: z.string().nullable().default(null),
    /** What the work on this commit started from; null where it started from nothing. */
    parent: z.string().nullable().default(null),
  }),
  /** Put the accepted commit's files into the user's tree (never over a user's edit). */
  z.object({
    type: z.literal('publish'),
    commit: z.string(),
    change: z.number(),
    what: z.enum(['build', 'spec']),
  }),
  z.object({
    type: z.literal('deploy'),
    release: z.string(),
    commit: z.string(),
    change: z.number(),
    record: z.string(),
    secrets: z.array(z.string()),
    services: z.array(z.string()),
  }),
  z.object({ type: z.literal('switchRelease'), release: z.string(), from: z.string().nullable() }),
  z.object({ type: z.literal('discardRelease'), release: z.string() }),
  z.object({ type: z.literal('restartRelease'), release: z.string() }),
  z.object({
    type: z.literal('rollBack'),
    from: z.string(),
    to: z.string(),
    /** An operator asked: where the other does not come up, what served serves again if it can. */
    keep: z.boolean().default(false),
  }),
  /** Stop whatever serves, for good (retired). */
  z.object({ type: z.literal('stopService') }),
  // kept in the timer table by the same commit
  z.object({ type: z.literal('startTimer'), timer: z.string(), afterMs: z.number() }),
  z.object({ type: z.literal('cancelTimer'), timer: z.string() }),
]);
export type ServiceEffect = z.infer<typeof serviceEffect>;
