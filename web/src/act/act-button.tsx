import type { ButtonProps } from '@mantine/core';
import { useState } from 'react';
import { WhyButton } from '../parts/why-button.tsx';
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
  const ask = async () => {
    setAsking(true);
    await act(deed);
    setAsking(false);
  };
  return (
    <WhyButton {...looks} why={why ?? readOnly} busy={asking} loading={asking} onClick={ask}>
      {label}
    </WhyButton>
  );
}
