import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ActFormProps } from './act-dialog.tsx';
import { DeedForm } from './deed-form.tsx';
import { sendBackDeed } from './deeds.ts';

type Props = ActFormProps & {
  /** What the note begins as. */
  readonly begin?: string;
  /** It was sent, and not only closed. */
  readonly onSent?: () => void;
};

/** The note is what the next session reads first; writing it is the confirmation. */
export function SendBackForm({ service, onDone, begin = '', onSent }: Props) {
  const [note, setNote] = useState(begin);
  const words = note.trim();
  return (
    <DeedForm
      label="Send back"
      deed={words === '' ? null : sendBackDeed(service, words)}
      onDone={onDone}
      onSent={onSent}
    >
      <Text size="sm">
        What was built stays. A session gets it to fix, with your note before everything else, and its
        attempts begin anew.
      </Text>
      <Textarea
        label="What is to be changed"
        value={note}
        onChange={({ currentTarget: { value } }) => setNote(value)}
        autosize
        minRows={3}
        maxRows={16}
        maxLength={10_000}
        required
        data-autofocus
      />
    </DeedForm>
  );
}
