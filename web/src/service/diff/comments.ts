import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';

const comment = z.object({
  path: z.string(),
  /** Of the newer side; of the older one where the line was removed. */
  line: z.number(),
  side: z.enum(['old', 'new']),
  /** What stands there. */
  quote: z.string(),
  text: z.string(),
});
export type Comment = z.infer<typeof comment>;
export type Place = Omit<Comment, 'text'>;

export function isAt(one: Place, other: Place): boolean {
  return one.path === other.path && one.line === other.line && one.side === other.side;
}

/** Comments on the lines of one commit, kept in this tab until they are sent or taken away. Another commit is another component. */
export function useComments(service: string, commit: string) {
  const key = `andon.comments.${service}.${commit}`;
  const [comments, setComments] = useState(() => readFrom(key));
  useEffect(() => {
    if (comments.length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(comments));
  }, [key, comments]);
  /** An empty text takes it away. */
  const write = useCallback((place: Place, text: string) => {
    setComments((was) => {
      const others = was.filter((each) => !isAt(each, place));
      return text.trim() === '' ? others : [...others, { ...place, text: text.trim() }];
    });
  }, []);
  const clear = useCallback(() => setComments([]), []);
  return { comments, write, clear };
}

function readFrom(key: string): readonly Comment[] {
  try {
    return z.array(comment).parse(JSON.parse(sessionStorage.getItem(key) ?? '[]'));
  } catch {
    return [];
  }
}

/** The comments as one note for whoever works on it next: the place, what stands there, and what is to be said. Pure. */
export function noteOf(comments: readonly Comment[]): string {
  const sorted = [...comments].sort((a, b) =>
    a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1,
  );
  const parts = sorted.map(({ path, line, side, quote, text }) => {
    const where = side === 'old' ? `${path}:${line} (removed)` : `${path}:${line}`;
    return quote.trim() === '' ? `${where}\n${text}` : `${where}\n> ${quote.trim()}\n${text}`;
  });
  return parts.join('\n\n');
}
