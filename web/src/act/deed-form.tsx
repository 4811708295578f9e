import { Button, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Deed } from './deed.ts';
import { useAct, useReadOnly } from './use-act.tsx';

type Props = {
  /** What the button says: the act itself. */
  readonly label: string;
  /** Null while something is missing for it. */
  readonly deed: Deed | null;
  /** Why it cannot be done now. */
  readonly why?: string | null;
  /** Cannot be undone. */
  readonly grave?: boolean;
  /** The form is to be closed, done or not. */
  readonly onDone: () => void;
  readonly onSent?: (() => void) | undefined;
  readonly children: ReactNode;
};

/** The frame of every act's form: closes when the act was done, stays with what was typed when it was refused. */
export function DeedForm({ label, deed, why = null, grave = false, onDone, onSent, children }: Props) {
  const act = useAct();
  const readOnly = useReadOnly();
  const [asking, setAsking] = useState(false);
  const reason = readOnly ?? why;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!deed || reason !== null || asking) return;
    setAsking(true);
    const done = await act(deed);
    setAsking(false);
    if (!done) return;
    onDone();
    onSent?.();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {children}
        {reason !== null && <Text size="sm">{reason}</Text>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button
            type="submit"
            {...(grave ? { color: 'red' } : {})}
            loading={asking}
            disabled={deed === null || reason !== null}
          >
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
