import type { Behaviour } from '../model/service-model.ts';
import type { Statement } from './statement.ts';

/** The first behaviour of a kind that belongs to the resource a statement speaks of. */
export function first<K extends Behaviour['kind']>(
  statement: Statement,
  kind: K,
): Extract<Behaviour, { kind: K }> | null {
  for (const { behaviour, resource } of statement.draft.endpoints)
    if (
      behaviour.kind === kind &&
      (statement.resource === null || resource === statement.resource || resource === null)
    )
      return behaviour as Extract<Behaviour, { kind: K }>; // narrowed by its kind
  return null;
}
