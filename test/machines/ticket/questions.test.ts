import { describe, expect, it } from 'vitest';
import { Ticket } from './given-ticket.ts';

const ask = (ticket: Ticket, question = 'q-1') =>
  ticket.says({ type: 'QuestionAsked', question, text: 'Which currency?', options: ['EUR', 'USD'] });
const answer = (ticket: Ticket, question = 'q-1') =>
  ticket.when({ type: 'QuestionAnswered', question, text: 'EUR', by: 'ann' });
const held = () => Ticket.fresh().assigned();

describe('a question', () => {
  it('waits for its answer, once', () => {
    const asked = ask(held());
    expect(asked.context.questions).toEqual([
      expect.objectContaining({ id: 'q-1', session: 'b1', text: 'Which currency?', answer: null }),
    ]);
    expect(ask(asked).ignored).toBe(true);
  });

  it('is answered by a person, and the answer stays while the ticket is held', () => {
    const answered = answer(ask(held()));
    expect(answered.context.questions[0]?.answer).toMatchObject({ text: 'EUR', by: 'ann' });
    expect(answer(answered).ignored).toBe(true);
  });

  it.each([
    ['handed in', (ticket: Ticket) => ticket.says({ type: 'SubmissionReceived', commit: 'c' })],
    ['given back', (ticket: Ticket) => ticket.says({ type: 'WorkReleased', reason: 'r' })],
    ['lost', (ticket: Ticket) => ticket.says({ type: 'LeaseExpired' })],
    ['cancelled', (ticket: Ticket) => ticket.when({ type: 'TicketCancelled', reason: 'r' })],
  ])('is gone when the work is %s', (_how, end) => {
    const over = end(ask(held()));
    expect([over.context.questions, answer(over).ignored]).toEqual([[], true]);
  });

  it('is asked by the holder alone', () => {
    const asked = (token: number, session: string) =>
      held().when({ type: 'QuestionAsked', question: 'q', text: 't', options: [], token, session });
    expect([asked(1, 'b2').ignored, asked(0, 'b1').ignored]).toEqual([true, true]);
  });

  it('is one of at most twenty: an answered one makes room, one more unanswered is not taken', () => {
    let ticket = held();
    for (let n = 0; n < 20; n += 1) ticket = ask(ticket, `q-${n}`);
    expect(ask(ticket, 'one-more').ignored).toBe(true);
    const ids = ask(answer(ticket, 'q-7'), 'one-more').context.questions.map(({ id }) => id);
    expect([ids.length, ids.includes('q-7'), ids.at(-1)]).toEqual([20, false, 'one-more']);
  });
});
