import type { QuestionView } from '../contracts/board.ts';
import { plainText } from '../contracts/plain-text.ts';
import type { TicketState } from '../coordinator/coordinator.port.ts';

/** What the holder of a ticket asks of people and nobody answered yet, the oldest first. */
export function openQuestions(ticket: TicketState | undefined): QuestionView[] {
  if (ticket?.state !== 'held') return [];
  return ticket.context.questions
    .filter(({ answer }) => answer === null)
    .map(({ id, session, text, options, at }) => ({
      id,
      ticket: ticket.context.id,
      session,
      text: plainText(text),
      options: options.map((option) => plainText(option)),
      at,
    }));
}
