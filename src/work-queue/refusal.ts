import { messageOf } from '../errors.ts';

/** What a server that answers says when it will not write, and what that means. Scripts carry it inside their error. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [/\bREADONLY\b/, 'it is a read-only replica'],
  [/\bOOM\b/, 'its memory is full (maxmemory)'],
  [/\bMISCONF\b/, 'it cannot write to its disk'],
  [/\bNOREPLICAS\b/, 'it has fewer replicas than it is told to write to'],
  [/\bMASTERDOWN\b/, 'its primary is away'],
];

/** Whether the server answered that it takes no writes now; asking again soon will not help. */
export function isRefusedWrite(error: unknown): boolean {
  const message = messageOf(error);
  return refusals.some(([pattern]) => pattern.test(message));
}

/** What a server's refusal means, as a clause; the server's own words where it is none of the known ones. */
export function meaningOfRefusal(error: unknown): string {
  const message = messageOf(error);
  const meaning = refusals.find(([pattern]) => pattern.test(message))?.[1];
  return meaning ?? message;
}
