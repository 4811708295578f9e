import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { pastBoard } from '../../../../src/contracts/history.ts';
import { read } from '../../api/client.ts';
import { useToken } from '../../api/use-token.ts';
import type { LiveStore } from '../../live/live-store.ts';
import { momentStore } from './moment-store.ts';

type Moment = {
  readonly store: LiveStore;
  readonly loading: boolean;
  /** What nobody knows any more of that moment, in words. */
  readonly leftOut: readonly string[];
};

/** The line as it was at a moment, from the journal; null for now. The picture before stays until it is read. */
export function useMoment(at: number | undefined): Moment | null {
  const token = useToken();
  const { data, error, isFetching } = useQuery({
    queryKey: ['moment', at],
    queryFn: ({ signal }) => read(`/api/board?at=${at}`, pastBoard, { token, signal }),
    enabled: at !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const problem = error ? `That moment cannot be shown: ${error.message}` : null;
  const store = useMemo(
    () => (at === undefined ? null : momentStore(at, data, problem)),
    [at, data, problem],
  );
  useEffect(() => {
    // Ages are told as of that moment, and stand still.
    if (at === undefined) delete document.documentElement.dataset.at;
    else document.documentElement.dataset.at = String(at);
  }, [at]);
  return store && { store, loading: isFetching, leftOut: data?.leftOut ?? [] };
}
