import { plainText } from '../../contracts/plain-text.ts';

/**
 * What an agent says, fit to be shown: plain text of whole characters, and no more than `most` of them, with a note of how
 * many were left out.
 */
export function shownText(text: string, most: number): string {
  // Cut before it is searched: what is left out costs nothing.
  const long = text.length > most * 2 ? text.slice(0, most * 2) : text;
  const clean = plainText(long).replace(/\p{Cs}/gu, '');
  if (clean.length <= most && long === text) return clean;
  const kept = clean.slice(0, most).replace(/\p{Cs}$/u, '');
  const left = text.length - kept.length;
  return left > 0 ? `${kept}… (${left} more characters)` : kept;
}
