import { z } from 'zod';

/** One comment on a line, as it is kept. */
export const comment = z.object({
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
