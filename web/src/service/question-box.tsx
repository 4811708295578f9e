import { Button } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { QuestionView } from '../../../src/contracts/board.ts';
import { plainText } from '../../../src/contracts/plain-text.ts';
import { useAct, useReadOnly } from '../act/use-act.tsx';
import { AgeMark } from '../parts/age-mark.tsx';
import blocks from '../parts/text-block.module.css';
import styles from './question-box.module.css';

type Props = { questions: readonly QuestionView[] };

/** What sessions want to know of a person, each with a way to answer it. */
export function QuestionBox({ questions }: Props) {
  if (questions.length === 0) return null;
  return (
    <section className={blocks.section} aria-label="Questions">
      <h3 className={blocks.title}>Questions</h3>
      {questions.map((question) => (
        <Question key={question.id} question={question} />
      ))}
    </section>
  );
}

function Question({ question }: { question: QuestionView }) {
  const { id, session, text, options, at } = question;
  const act = useAct();
  const readOnly = useReadOnly();
  const [asking, setAsking] = useState(false);
  const field = useId();
  const answer = async (words: string) => {
    if (readOnly !== null || asking || words.trim() === '') return;
    setAsking(true);
    const path = `/api/questions/${encodeURIComponent(id)}/answer`;
    await act({ path, body: { text: words }, done: `Answered ${session}` });
    setAsking(false);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void answer(String(new FormData(event.currentTarget).get('answer') ?? ''));
  };
  const off = readOnly !== null || asking;
  return (
    <div className={styles.question} data-question={id}>
      <p>
        <strong>{session}</strong> asks, <AgeMark since={at} /> ago:
      </p>
      <p className={styles.words}>{plainText(text)}</p>
      {options.length > 0 && (
        <p className={styles.options}>
          {options.map((option) => (
            <Button
              key={option}
              size="compact-md"
              variant="default"
              aria-disabled={off}
              onClick={() => answer(option)}
            >
              {plainText(option)}
            </Button>
          ))}
        </p>
      )}
      <form className={styles.form} onSubmit={submit}>
        <label htmlFor={field} className="visually-hidden">
          Answer to {session}
        </label>
        <input id={field} name="answer" className={styles.field} placeholder="Answer" autoComplete="off" />
        <Button type="submit" size="compact-md" aria-disabled={off}>
          Answer
        </Button>
      </form>
      {readOnly && <p className={blocks.none}>{readOnly}</p>}
    </div>
  );
}
