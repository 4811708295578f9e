import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ActFormProps } from './act-dialog.tsx';
import { DeedForm } from './deed-form.tsx';
import { retireDeed } from './deeds.ts';

/** Nothing takes this back, so the name is asked for. */
export function RetireForm({ service, onDone }: ActFormProps) {
  const [typed, setTyped] = useState('');
  const { name } = service;
  return (
    <DeedForm
      label="Retire for good"
      deed={typed === name ? retireDeed(service) : null}
      grave
      onDone={onDone}
    >
      <Text size="sm">
        {name} is stopped for good and leaves the line. Its directory stays where it is; the line does not
        look at it again. This cannot be undone.
      </Text>
      <TextInput
        label={`Type “${name}” to retire it`}
        value={typed}
        onChange={({ currentTarget: { value } }) => setTyped(value.trim())}
        autoComplete="off"
        data-autofocus
      />
    </DeedForm>
  );
}
