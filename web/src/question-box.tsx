import { type FormEvent, useId, useState } from 'react';
import type { QuestionView } from '../../src/contracts/board.ts';
import { plainText } from '../../src/contracts/plain-text.ts';
import { AgeMark } from './age-mark.tsx';
import { command } from './api.ts';
import button from './command-button.module.css';
import styles from './question-box.module.css';
import blocks from './text-block.module.css';

type Props = { questions: readonly QuestionView[]; token: string | null };

/** What sessions want to know of a person, each with a way to answer it. */
export function QuestionBox({ questions, token }: Props) {
  if (questions.length === 0) return null;
  return (
    <section className={blocks.section} aria-label="Questions">
      <h3 className={blocks.title}>Questions</h3>
      {questions.map((question) => (
        <Question key={question.id} question={question} token={token} />
      ))}
    </section>
  );
}

function Question({ question, token }: { question: QuestionView; token: string | null }) {
  const { id, session, text, options, at } = question;
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const field = useId();
  const answer = async (words: string) => {
    if (token === null || words.trim() === '') return;
    setAsking(true);
    setProblem(null);
    try {
      await command(`/api/questions/${encodeURIComponent(id)}/answer`, token, { text: words });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setAsking(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void answer(String(new FormData(event.currentTarget).get('answer') ?? ''));
  };
  const off = token === null || asking;
  return (
    <div className={styles.question} data-question={id}>
      <p>
        <strong>{session}</strong> asks, <AgeMark since={at} /> ago:
      </p>
      <p className={styles.words}>{plainText(text)}</p>
      {options.length > 0 && (
        <p className={styles.options}>
          {options.map((option) => (
            <button
              key={option}
              type="button"
              className={button.button}
              aria-disabled={off}
              onClick={() => answer(option)}
            >
              {plainText(option)}
            </button>
          ))}
        </p>
      )}
      <form className={styles.form} onSubmit={submit}>
        <label htmlFor={field} className="visually-hidden">
          Answer to {session}
        </label>
        <input id={field} name="answer" className={styles.field} placeholder="Answer" autoComplete="off" />
        <button type="submit" className={button.button} aria-disabled={off}>
          Answer
        </button>
      </form>
      {token === null && <p className={blocks.none}>Reading only: open the link that “andon up” printed.</p>}
      {problem && (
        <p role="alert" className={blocks.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}
