import { useConnection, useLive } from '../live/use-live.ts';

/** When the page last heard of the line, the server's clock; null while it is heard of. */
export function useStaleSince(): number | null {
  const connection = useConnection();
  const skew = useLive((picture) => picture.skew);
  return connection.state === 'stale' ? connection.since + skew : null;
}
