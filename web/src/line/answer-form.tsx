import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { QuestionView } from '../../../src/contracts/board.ts';
import { plainText } from '../../../src/contracts/plain-text.ts';
import { useAct, useReadOnly } from '../act/use-act.tsx';
import styles from './answer-form.module.css';

const MOST_OPTIONS = 4;

/** Answers a session's question where it is seen. */
export function AnswerForm({ question: { id, session, options } }: { question: QuestionView }) {
  const act = useAct();
  const readOnly = useReadOnly();
  const [asking, setAsking] = useState(false);
  const answer = async (text: string) => {
    if (readOnly !== null || asking || text.trim() === '') return;
    setAsking(true);
    const path = `/api/questions/${encodeURIComponent(id)}/answer`;
    await act({ path, body: { text }, done: `Answered ${session}` });
    setAsking(false);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void answer(String(new FormData(event.currentTarget).get('answer') ?? ''));
  };
  const off = readOnly === null ? {} : { 'data-disabled': true, 'aria-description': readOnly };
  return (
    <form className={styles.form} onSubmit={submit}>
      {options.slice(0, MOST_OPTIONS).map((option) => (
        <Button
          key={option}
          size="compact-sm"
          variant="default"
          aria-disabled={readOnly !== null || asking}
          {...off}
          onClick={() => answer(option)}
        >
          {plainText(option)}
        </Button>
      ))}
      <input
        name="answer"
        className={styles.field}
        aria-label={`Answer to ${session}`}
        placeholder={readOnly === null ? 'Answer' : 'Reading only'}
        readOnly={readOnly !== null}
        autoComplete="off"
      />
    </form>
  );
}
