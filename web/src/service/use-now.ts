import { useEffect, useState } from 'react';
import { useLive } from '../live/use-live.ts';

/** The server's clock, turned each second while something is open; in the past it stands. */
export function useNow(isOpen: boolean): number {
  const at = useLive((picture) => picture.at);
  const skew = useLive((picture) => picture.skew);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isOpen || at !== null) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isOpen, at]);
  return at ?? now + skew;
}
