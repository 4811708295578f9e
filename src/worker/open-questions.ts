import type { HeartbeatResponse } from '../contracts/sessions.ts';

type Answer = HeartbeatResponse['answers'][number];

/** Questions of one run that wait for a person. */
export type OpenQuestions = {
  /** Puts the question with `put`, which answers its id; resolves with the answer, or undefined once the signal aborts. */
  ask(put: () => Promise<string>, signal: AbortSignal): Promise<string | undefined>;
  /** What the beats bring: every answer of the ticket, again and again. */
  hear(answers: readonly Answer[]): void;
};

export function createOpenQuestions(): OpenQuestions {
  const waiting = new Map<string, (text: string) => void>();
  const known = new Map<string, string>();
  return {
    async ask(put, signal) {
      const question = await put();
      const answer = known.get(question);
      if (answer !== undefined) return answer;
      if (signal.aborted) return undefined;
      return new Promise((resolve) => {
        const done = (text: string | undefined): void => {
          waiting.delete(question);
          signal.removeEventListener('abort', give);
          resolve(text);
        };
        const give = (): void => done(undefined);
        signal.addEventListener('abort', give, { once: true });
        waiting.set(question, done);
      });
    },
    hear(answers) {
      for (const { question, text } of answers) {
        known.set(question, text);
        waiting.get(question)?.(text);
      }
    },
  };
}
