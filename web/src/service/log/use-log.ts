import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { LogFilter } from '../../../../src/contracts/logs.ts';
import { useToken } from '../../api/use-token.ts';
import { logReader } from './log-reader.ts';
import { type LogPicture, LogStore } from './log-store.ts';
import { watchLog } from './watch-log.ts';

const pollMs = 2_000;

/** A service's log, kept current for as long as it is shown. */
export function useLog(
  service: { readonly id: string; readonly name: string },
  { source, level }: Omit<LogFilter, 'q'>,
  q: string,
): { store: LogStore; picture: LogPicture } {
  const token = useToken();
  const { id, name } = service;
  const store = useMemo(() => new LogStore(logReader(name, token)), [name, token]);

  useEffect(() => {
    let polls: ReturnType<typeof setInterval> | undefined;
    const stop = watchLog(id, token, {
      last: () => store.get().last,
      onLines: (lines) => store.take(lines),
      onWatched: (ends) => store.watched(ends),
      onProblem(why) {
        clearInterval(polls);
        polls = why === null ? undefined : setInterval(() => void store.poll(), pollMs);
      },
    });
    void store.open();
    return () => {
      clearInterval(polls);
      stop();
      store.close();
    };
  }, [store, id, token]);

  useEffect(() => {
    void store.choose({ source, level }, q);
  }, [store, source, level, q]);

  return { store, picture: useSyncExternalStore(store.subscribe, store.get) };
}
