import { createHash } from 'node:crypto';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';

/** Id of a question: the same for the same words of one holding, so that asking again asks nothing new. */
export function questionId(ticket: string, token: number, text: string): string {
  return `q-${ticket}-${token}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

/** The ticket a question belongs to, or `NOT_FOUND`. */
export function ticketOfQuestion(question: string): string {
  const ticket = /^q-(.+)-\d+-[0-9a-f]{8}$/.exec(question)?.[1];
  if (ticket !== undefined) return ticket;
  throw new AndonError('NOT_FOUND', `There is no question "${question.slice(0, 100)}".`);
}

/** Refuses an answer nobody waits for: `NOT_FOUND` when the question is over, `NOT_ALLOWED` when it was answered. */
export function mustWait(coordinator: Coordinator, ticket: string, question: string): void {
  const found = coordinator.ticket(ticket)?.context.questions.find(({ id }) => id === question);
  if (!found) {
    throw new AndonError(
      'NOT_FOUND',
      `Nobody waits for an answer to "${question}" any more: its holding is over.`,
    );
  }
  if (found.answer === null) return;
  throw new AndonError('NOT_ALLOWED', `"${question}" was answered by ${found.answer.by} already.`);
}
