import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import { type Comment, comment, isAt, type Place } from './comments.ts';

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
