/** What colours and moves things in a terminal: after the escape, with its words. */
const escapes = /(?![\t\n])\p{Cc}(?:\[[0-?]*[ -/]*[@-~]|\][^\p{Cc}]{0,1000}(?:(?![\t\n])\p{Cc}\\?)?)/gu;
/** Directions and invisible ones too (a line must not read otherwise than it is), and halves of characters. */
const unseen = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * What an agent says, fit to be shown: no control or direction characters but tabs and ends of lines, whole characters only,
 * and no more than `most` of them, with a note of how many were left out.
 */
export function plainText(text: string, most: number): string {
  // Cut before it is searched: what is left out costs nothing.
  const long = text.length > most * 2 ? text.slice(0, most * 2) : text;
  const clean = long.replace(escapes, '').replace(unseen, '');
  if (clean.length <= most && long === text) return clean;
  const kept = clean.slice(0, most).replace(/\p{Cs}$/u, '');
  const left = text.length - kept.length;
  return left > 0 ? `${kept}… (${left} more characters)` : kept;
}
