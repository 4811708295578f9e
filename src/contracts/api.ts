import { z } from 'zod';
import {
  costView,
  lineView,
  questionView,
  reason,
  scoreCardView,
  serviceView,
  sessionView,
  ticketView,
} from './board.ts';

/** Shapes of the HTTP API that are not the board's, the history's or the sessions' own. */

/** Every refusal: a stable code, a sentence that says what to do, and facts that are safe to show. */
export const apiError = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
});
export type ApiError = z.infer<typeof apiError>;

export const servicesResponse = z.object({ services: z.array(serviceView) });
export const sessionsResponse = z.object({ sessions: z.array(sessionView) });
export const ticketsResponse = z.object({ tickets: z.array(ticketView) });
export const lineResponse = z.object({ line: lineView });
export const questionsResponse = z.object({
  questions: z.array(questionView.extend({ service: z.string() })),
});

/** Why a ticket waits; empty while somebody holds it. */
export const whyResponse = z.object({
  ticket: z.string(),
  state: z.string(),
  why: z.array(z.string()),
  session: z.string().optional(),
  /** Why this session was chosen, and why not the others. */
  card: scoreCardView.optional(),
  cost: costView.optional(),
  questions: z.array(questionView).optional(),
  /** Holdings that are over, the newest last. */
  history: ticketView.shape.history.optional(),
});
export type WhyResponse = z.infer<typeof whyResponse>;

/** Why a service stands where it stands. */
export const serviceWhyResponse = z.object({
  service: z.string(),
  state: z.string(),
  sentence: z.string(),
  reason: reason.nullable(),
  ticket: whyResponse.nullable(),
});
export type ServiceWhyResponse = z.infer<typeof serviceWhyResponse>;

/** Names only: a value that was set is never shown again. */
export const envNamesResponse = z.object({ names: z.array(z.string()) });
export const envRequest = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'a name of letters, digits and underscores'),
  z.string().max(65_536),
);

export const backupRequest = z.strictObject({ path: z.string().min(1).max(4_096) });
export const backupResponse = z.object({ path: z.string() });

export const readyResponse = z.object({ ok: z.boolean(), checks: z.record(z.string(), z.string()) });
export type Readiness = z.infer<typeof readyResponse>;
