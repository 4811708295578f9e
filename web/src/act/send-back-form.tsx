import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ActFormProps } from './act-dialog.tsx';
import { DeedForm } from './deed-form.tsx';
import { sendBackDeed } from './deeds.ts';

/** The note is what the next session reads first; writing it is the confirmation. */
export function SendBackForm({ service, onDone }: ActFormProps) {
  const [note, setNote] = useState('');
  const words = note.trim();
  return (
    <DeedForm label="Send back" deed={words === '' ? null : sendBackDeed(service, words)} onDone={onDone}>
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
        maxRows={12}
        maxLength={10_000}
        required
        data-autofocus
      />
    </DeedForm>
  );
}
