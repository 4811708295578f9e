import { Button, Group, Textarea } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import styles from './diff.module.css';

type Props = {
  readonly label: string;
  readonly text: string;
  readonly onDone: (text: string | null) => void;
};

/** Writes, changes or takes away one comment; null when it was left as it is. */
export function CommentForm({ label, text: before, onDone }: Props) {
  const [text, setText] = useState(before);
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onDone(null);
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) onDone(text);
  };
  return (
    <div className={styles.form}>
      <Textarea
        label={label}
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
        onKeyDown={keys}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4_000}
        autoFocus
      />
      <Group gap="xs" mt="xs" justify="flex-end">
        <Button size="compact-sm" variant="default" onClick={() => onDone(null)}>
          Cancel
        </Button>
        {before !== '' && (
          <Button size="compact-sm" variant="default" onClick={() => onDone('')}>
            Remove
          </Button>
        )}
        <Button size="compact-sm" onClick={() => onDone(text)}>
          Keep
        </Button>
      </Group>
    </div>
  );
}
