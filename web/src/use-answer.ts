import { useEffect, useState } from 'react';

export type Answer<T> = { readonly value: T | null; readonly problem: string | null };

/** Asks again whenever `asOf` changes, and every `everyMs` while the page is seen; keeps the last good answer. */
export function useAnswer<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  asOf: string,
  everyMs: number,
): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ value: null, problem: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asOf` stands for all that `ask` closes over
  useEffect(() => {
    const over = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      try {
        const value = await ask(over.signal);
        if (!over.signal.aborted) setAnswer({ value, problem: null });
      } catch (error) {
        if (over.signal.aborted) return;
        const problem = error instanceof Error ? error.message : String(error);
        setAnswer((last) => ({ ...last, problem }));
      }
    };
    void look();
    const timer = setInterval(look, everyMs);
    return () => {
      over.abort();
      clearInterval(timer);
    };
  }, [asOf, everyMs]);
  return answer;
}
