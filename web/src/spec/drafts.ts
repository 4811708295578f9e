import { useCallback, useState } from 'react';
import { z } from 'zod';

const draft = z.object({
  text: z.string(),
  /** Of the text it was begun from; null: of nothing. */
  ifHash: z.string().nullable(),
  /** Of a new spec. */
  name: z.string().default(''),
  template: z.string().default(''),
  /** What was put aside for what is on the disk. */
  aside: z.string().nullable().default(null),
});
export type Draft = z.infer<typeof draft>;

/** What is written and not yet saved: it outlives a reload of this tab. `key` is the service, or `new`. */
export function useDraft(key: string): readonly [Draft | null, (next: Draft | null) => void] {
  const place = `andon.spec.${key}`;
  const [kept, setKept] = useState(() => readDraft(place));
  const keep = useCallback(
    (next: Draft | null) => {
      setKept(next);
      try {
        if (next) sessionStorage.setItem(place, JSON.stringify(next));
        else sessionStorage.removeItem(place);
      } catch {
        // A full storage costs the reload, not the text that stands on the page.
      }
    },
    [place],
  );
  return [kept, keep];
}

function readDraft(place: string): Draft | null {
  try {
    return draft.safeParse(JSON.parse(sessionStorage.getItem(place) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}
