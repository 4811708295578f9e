import { z } from 'zod';
import { AndonError } from '../errors.ts';
import type { Store } from '../store/store.port.ts';

const bar = z.object({ at: z.number(), reason: z.string() });

const keyOf = (session: string): string => `kicked/${session}`;

type Kept = Pick<Store, 'get' | 'put' | 'remove'>;

/** From now on nobody registers under this name. */
export function barName(store: Kept, session: string, at: number, reason: string): void {
  store.put(keyOf(session), JSON.stringify({ at, reason }));
}

/** Lets the name in again; false where it was not barred. */
export function unbarName(store: Kept, session: string): boolean {
  if (store.get(keyOf(session)) === undefined) return false;
  store.remove(keyOf(session));
  return true;
}

/** Refuses with `FORBIDDEN` a name that was kicked, with the operator's reason. */
export function mustNotBeBarred(store: Pick<Kept, 'get'>, session: string): void {
  const text = store.get(keyOf(session));
  if (text === undefined) return;
  const { reason } = bar.parse(JSON.parse(text));
  throw new AndonError(
    'FORBIDDEN',
    `${session} was kicked by the operator${reason === '' ? '' : `: ${reason}`}. It may join again after "andon resume ${session}".`,
    { session },
  );
}
