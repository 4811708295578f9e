import { useNavigate } from '@tanstack/react-router';
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useMemo,
  useState,
} from 'react';
import type { Act } from '../../../src/contracts/acts.ts';
import type { ServiceView } from '../../../src/contracts/board.ts';
import { approveDeed, pauseDeed, resumeDeed, retryDeed } from './deeds.ts';
import { useAct } from './use-act.tsx';

const ActDialog = lazy(() => import('./act-dialog.tsx'));

/** Acts that ask for more before they are done. */
export type AskedAct = 'send-back' | 'assign' | 'prioritise' | 'roll-back' | 'retire';

type Begin = (act: Act, service: ServiceView) => void;

const Acting = createContext<Begin | null>(null);

const atOnce = { pause: pauseDeed, resume: resumeDeed, retry: retryDeed, approve: approveDeed };

/** Begins an act: does it, asks what it needs in a dialog, or goes to where it is done. */
export function useBegin(): Begin {
  const begin = useContext(Acting);
  if (!begin) throw new Error('there is no ActingProvider above this component');
  return begin;
}

/** Holds the dialogs of all acts, so that one can be begun from a button, a menu or the palette alike. */
export function ActingProvider({ children }: { children: ReactNode }) {
  const act = useAct();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<{ act: AskedAct; service: ServiceView } | null>(null);
  const begin = useCallback<Begin>(
    (wanted, service) => {
      if (wanted === 'edit-spec') {
        void navigate({ to: '/specs/$name', params: { name: service.name } });
      } else if (wanted === 'pause' || wanted === 'resume' || wanted === 'retry' || wanted === 'approve') {
        void act(atOnce[wanted](service));
      } else {
        setAsking({ act: wanted, service });
      }
    },
    [act, navigate],
  );
  const close = useMemo(() => () => setAsking(null), []);
  return (
    <Acting value={begin}>
      {children}
      {asking && (
        <Suspense>
          <ActDialog act={asking.act} asked={asking.service} onClose={close} />
        </Suspense>
      )}
    </Acting>
  );
}
