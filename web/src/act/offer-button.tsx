import type { Offer } from '../../../src/contracts/acts.ts';
import type { ServiceView } from '../../../src/contracts/board.ts';
import { WhyButton } from '../parts/why-button.tsx';
import { actWords } from './act-words.ts';
import { useBegin } from './acting.tsx';
import { useReadOnly } from './use-act.tsx';

type Props = { readonly offer: Offer; readonly service: ServiceView; readonly first?: boolean };

/** One act on a service. Where it cannot be done it stays in reach of the keyboard and says why. */
export function OfferButton({ offer: { act, allowed, why }, service, first = false }: Props) {
  const begin = useBegin();
  const readOnly = useReadOnly();
  const reason = allowed ? readOnly : (why ?? 'The line would do nothing now.');
  return (
    <WhyButton
      variant={first && reason === null ? 'filled' : 'default'}
      why={reason}
      onClick={() => begin(act, service)}
    >
      {actWords[act]}
    </WhyButton>
  );
}
