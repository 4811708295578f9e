import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type TimeTravel = {
  /** The moment that is shown, epoch milliseconds; undefined for now. */
  readonly at: number | undefined;
  /** Shows a moment, or now. The page stays the same. */
  readonly goTo: (at: number | undefined) => void;
};

/** The moment in the address. */
export function useTimeTravel(): TimeTravel {
  const { at } = useSearch({ strict: false });
  const navigate = useNavigate();
  const goTo = useCallback(
    (moment: number | undefined) =>
      void navigate({
        to: '.',
        search: (before) => ({ ...before, at: moment }),
        replace: at !== undefined && moment !== undefined,
      }),
    [navigate, at],
  );
  return { at, goTo };
}
