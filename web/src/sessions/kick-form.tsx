import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { DeedForm } from '../act/deed-form.tsx';
import { kickDeed } from './session-deeds.ts';

/** Ends a session; the reason is told to its worker and kept, and writing it is the confirmation. */
export function KickForm({ name, onDone }: { name: string; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const words = reason.trim();
  return (
    <DeedForm label="Kick" deed={words === '' ? null : kickDeed(name, words)} grave onDone={onDone}>
      <Text size="sm">
        What {name} holds is open again at once, and what it hands in later is refused. It cannot register
        again until somebody resumes it.
      </Text>
      <Textarea
        label="Why"
        description="Its worker is told, and it stays in the journal."
        value={reason}
        onChange={({ currentTarget: { value } }) => setReason(value)}
        autosize
        minRows={2}
        maxLength={500}
        required
        data-autofocus
      />
    </DeedForm>
  );
}
