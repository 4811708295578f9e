import { useMemo } from 'react';
import { heartbeatsResponse } from '../../../src/contracts/session-history.ts';
import { useRead } from '../api/use-read.ts';
import { useLive } from '../live/use-live.ts';

const AGAIN_MS = 5_000;

/** When each session was last heard of (the server's clock, epoch milliseconds); of the past nobody knows. */
export function useHeard(): ReadonlyMap<string, number> {
  const skew = useLive((picture) => picture.skew);
  const isPast = useLive(({ at }) => at) !== null;
  const { data, dataUpdatedAt } = useRead(['heartbeats'], '/api/heartbeats', heartbeatsResponse, {
    everyMs: AGAIN_MS,
    enabled: !isPast,
  });
  return useMemo(() => {
    const heard = isPast ? [] : (data?.heard ?? []);
    return new Map(heard.map(({ session, agoMs }) => [session, dataUpdatedAt + skew - agoMs]));
  }, [data, dataUpdatedAt, skew, isPast]);
}
