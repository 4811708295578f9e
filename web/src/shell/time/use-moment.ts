import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { boardSnapshot } from '../../../../src/contracts/board.ts';
import { read, useToken } from '../../api/client.ts';
import type { LiveStore } from '../../live/live-store.ts';
import { momentStore } from './moment-store.ts';

type Moment = { readonly store: LiveStore; readonly loading: boolean };

/** The line as it was at a moment, from the journal; null for now. The picture before stays until it is read. */
export function useMoment(at: number | undefined): Moment | null {
  const token = useToken();
  const { data, error, isFetching } = useQuery({
    queryKey: ['moment', at],
    queryFn: ({ signal }) => read(`/api/board?at=${at}`, boardSnapshot, { token, signal }),
    enabled: at !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const problem = error ? `That moment cannot be shown: ${error.message}` : null;
  const store = useMemo(
    () => (at === undefined ? null : momentStore(at, data, problem)),
    [at, data, problem],
  );
  return store && { store, loading: isFetching };
}
