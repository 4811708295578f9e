import { z } from 'zod';
import { scoreCard } from '../policy/score-card.ts';
import { allowance, usage } from './usage.ts';

export const ticketKind = z.enum(['write-spec', 'build', 'write-tests', 'fix', 'deploy', 'stage']);
export type TicketKind = z.infer<typeof ticketKind>;

/** Why a holding ended without a submission. `work` counts an attempt; the others blame nobody. */
export const failureClass = z.enum(['work', 'environment', 'provider']);
export type FailureClass = z.infer<typeof failureClass>;

/** What became of one holding, as its session hears it. `submitted` frees the slot; `done` or `rejected` follows. */
export const ticketOutcome = z.enum([
  'taken',
  'submitted',
  'done',
  'failed',
  'released',
  'expired',
  'declined',
  'cancelled',
  'rejected',
  'overspent',
]);
export type TicketOutcome = z.infer<typeof ticketOutcome>;

const token = z.number();
const session = z.string();

/** What can happen to a ticket. Everything a session says carries the token it was given; an older one is ignored. */
export const ticketEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('TicketAssigned'),
    session,
    score: z.number().optional(),
    card: scoreCard.optional(),
    /** What was set aside of the budgets for this holding. */
    reserved: allowance.optional(),
    /** Whose limits the session is under, and which making of it this is. */
    account: z.string().optional(),
    revision: z.number().optional(),
    /** Somebody asked for it by name; matching did not choose. */
    asked: z.boolean().optional(),
    /** With `asked`: who asked in its session's place. */
    by: z.string().optional(),
  }),
  z.object({ type: z.literal('WorkStarted'), token, session }),
  z.object({ type: z.literal('SubmissionReceived'), token, session, commit: z.string() }),
  z.object({ type: z.literal('WorkReleased'), token, session, reason: z.string() }),
  z.object({
    type: z.literal('WorkFailed'),
    token,
    session,
    class: failureClass,
    reason: z.string(),
    /**
     * Only with `provider`: when the limit is over (epoch milliseconds) where that is known. The account is the
     * session's word: what is parked is the account it is registered with.
     */
    account: z.string().optional(),
    resetsAt: z.number().optional(),
  }),
  /** Totals of this holding so far. */
  z.object({ type: z.literal('UsageReported'), token, session, usage }),
  /** The session wants to know something of a person; it goes on meanwhile, or not. */
  z.object({
    type: z.literal('QuestionAsked'),
    token,
    session,
    question: z.string(),
    text: z.string(),
    options: z.array(z.string()),
  }),
  z.object({ type: z.literal('QuestionAnswered'), question: z.string(), text: z.string(), by: z.string() }),
  /** This session cannot do it; others, also later ones, may. */
  z.object({ type: z.literal('WorkDeclined'), token, session, clauses: z.array(z.string()) }),
  z.object({ type: z.literal('ContradictionReported'), token, session, clauses: z.array(z.string()) }),
  z.object({ type: z.literal('LeaseExpired'), token, session }),
  // told by the owner
  z.object({ type: z.literal('TicketAccepted'), token }),
  z.object({ type: z.literal('TicketRejected'), token, feedback: z.array(z.string()) }),
  z.object({ type: z.literal('TicketCancelled'), reason: z.string() }),
  /** Who works, or worked, on a sibling of it: all of them, in place of those told before. They may not take it. */
  z.object({ type: z.literal('TicketBarred'), sessions: z.array(z.string()) }),
  /** What people want done before other things. */
  z.object({ type: z.literal('TicketPrioritised'), priority: z.number() }),
  z.object({ type: z.literal('TimerFired'), timer: z.string() }),
]);
export type TicketEvent = z.infer<typeof ticketEvent>;
