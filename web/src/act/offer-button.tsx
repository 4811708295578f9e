import { Button, Tooltip } from '@mantine/core';
import type { Offer } from '../../../src/contracts/acts.ts';
import type { ServiceView } from '../../../src/contracts/board.ts';
import { actWords } from './act-words.ts';
import { useBegin } from './acting.tsx';
import { useReadOnly } from './use-act.tsx';

type Props = { readonly offer: Offer; readonly service: ServiceView; readonly first?: boolean };

/** One act on a service. Where it cannot be done it stays in reach of the keyboard and says why. */
export function OfferButton({ offer: { act, allowed, why }, service, first = false }: Props) {
  const begin = useBegin();
  const readOnly = useReadOnly();
  const reason = allowed ? readOnly : (why ?? 'The line would do nothing now.');
  const off = reason !== null;
  return (
    <Tooltip
      label={reason}
      disabled={!off}
      multiline
      maw={320}
      withArrow
      events={{ hover: true, focus: true, touch: true }}
    >
      <Button
        size="compact-md"
        variant={first && !off ? 'filled' : 'default'}
        {...(off ? { 'data-disabled': true, 'aria-description': reason } : {})}
        aria-disabled={off}
        onClick={() => {
          if (!off) begin(act, service);
        }}
      >
        {actWords[act]}
      </Button>
    </Tooltip>
  );
}
