import { Button, Group, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import styles from './log-tools.module.css';

const pauseMs = 200;

type FieldProps = {
  readonly find: string;
  /** How many were found and which of them is shown, in words; empty while nothing is looked for. */
  readonly said: string;
  readonly canStep: boolean;
  readonly onFind: (text: string) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onLine: (n: number) => void;
};

/** Looks for a text, or with `:120` for a line: Enter goes to the next, Shift and Enter to the one before. */
export function SearchField({ find, said, canStep, onFind, onStep, onLine }: FieldProps) {
  const [text, setText] = useState(find);
  const told = useRef(find);
  const line = /^:(\d{1,12})$/.exec(text)?.[1];

  useEffect(() => {
    if (find !== told.current) setText(find);
    told.current = find;
  }, [find]);

  useEffect(() => {
    const wanted = text.startsWith(':') ? '' : text;
    if (wanted === told.current) return;
    const due = setTimeout(() => {
      told.current = wanted;
      onFind(wanted);
    }, pauseMs);
    return () => clearTimeout(due);
  }, [text, onFind]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && text !== '') {
      event.stopPropagation();
      setText('');
    }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (line === undefined) return onStep(event.shiftKey ? -1 : 1);
    onLine(Number(line));
    setText('');
  };

  return (
    <Group gap={6} className={styles.search} wrap="nowrap">
      <TextInput
        type="search"
        size="xs"
        className={styles.field}
        aria-label="Search the log, or :120 for a line"
        placeholder="Search, or :120 for a line"
        value={text}
        maxLength={500}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span role="status" className={styles.said}>
        {said}
      </span>
      <Button.Group>
        <Button
          size="xs"
          variant="default"
          px={8}
          disabled={!canStep}
          aria-label="Match before"
          onClick={() => onStep(-1)}
        >
          ↑
        </Button>
        <Button
          size="xs"
          variant="default"
          px={8}
          disabled={!canStep}
          aria-label="Next match"
          onClick={() => onStep(1)}
        >
          ↓
        </Button>
      </Button.Group>
    </Group>
  );
}
