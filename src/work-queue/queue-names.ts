import type { Delivery } from './work-queue.port.ts';

export const VERIFY_QUEUE = 'verify';

/** Matches the names of all sessions' queues, in the server's own pattern language. */
export const SESSION_QUEUES = 'session-*';

export function sessionQueue(session: string): string {
  return `session-${safe(session)}`;
}

export function deliveryJobId({ ticket, token }: Delivery): string {
  return `d-${safe(ticket)}-${token}`;
}

export function verificationJobId(verification: string): string {
  return `v-${safe(verification)}`;
}

/** BullMQ takes no `:` in names. Two different texts never give the same one. */
function safe(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/gu, (character) => `~${character.codePointAt(0)?.toString(16)}~`);
}
