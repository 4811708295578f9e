import { assertEvent } from 'xstate';
import { deed } from './ticket.setup.ts';

/** Questions of one holding, answered ones too. */
export const questionsKept = 20;

/** What a session asks of people, and what they answer. Nothing waits for it but the session. */
export const questionDeeds = {
  ask: deed((context, event) => {
    assertEvent(event, 'QuestionAsked');
    const { question: id, token, session, text, options, at } = event;
    const known = [...context.questions];
    // The oldest answer makes room: its session had it with every beat since.
    if (known.length >= questionsKept)
      known.splice(
        known.findIndex(({ answer }) => answer !== null),
        1,
      );
    return { set: { questions: [...known, { id, token, session, text, options, at, answer: null }] } };
  }),

  answer: deed((context, event) => {
    assertEvent(event, 'QuestionAnswered');
    const { question, text, by, at } = event;
    return {
      set: {
        questions: context.questions.map((one) =>
          one.id === question ? { ...one, answer: { text, by, at } } : one,
        ),
      },
    };
  }),
};
