import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { Deed } from './deed.ts';
import { useAct, useReadOnly } from './use-act.tsx';

type Props = Omit<ButtonProps, 'onClick'> & {
  readonly deed: Deed;
  readonly label: string;
  /** Why it may not be done now; said instead of hiding the button. */
  readonly why?: string | null;
};

/** Asks the line for something. Where it cannot, it stays in reach of the keyboard and says why. */
export function ActButton({ deed, label, why = null, ...looks }: Props) {
  const act = useAct();
  const readOnly = useReadOnly();
  const [asking, setAsking] = useState(false);
  const reason = why ?? readOnly;
  const ask = async () => {
    if (reason !== null || asking) return;
    setAsking(true);
    await act(deed);
    setAsking(false);
  };
  return (
    <Tooltip
      label={reason}
      disabled={reason === null}
      multiline
      maw={320}
      withArrow
      events={{ hover: true, focus: true, touch: true }}
    >
      <Button
        size="compact-md"
        variant="default"
        {...looks}
        {...(reason === null ? {} : { 'data-disabled': true, 'aria-description': reason })}
        aria-disabled={reason !== null || asking}
        loading={asking}
        onClick={ask}
      >
        {label}
      </Button>
    </Tooltip>
  );
}
