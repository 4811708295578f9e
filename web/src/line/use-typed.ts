import { useEffect, useRef, useState } from 'react';

/** The address follows what is typed so much later, milliseconds: each change of it is a step of the router. */
const PAUSE_MS = 250;

/** What stands in a field: at once as typed, and a moment later put where it is kept; what is put there shows here. */
export function useTyped(kept: string, put: (words: string) => void): [string, (words: string) => void] {
  const [typed, setTyped] = useState(kept);
  const sent = useRef(kept);
  useEffect(() => {
    // Only what came from elsewhere: the echo of an earlier letter must not take back a later one.
    if (kept === sent.current) return;
    sent.current = kept;
    setTyped(kept);
  }, [kept]);
  useEffect(() => {
    if (typed === sent.current) return;
    const due = setTimeout(() => {
      sent.current = typed;
      put(typed);
    }, PAUSE_MS);
    return () => clearTimeout(due);
  }, [typed, put]);
  return [typed, setTyped];
}
