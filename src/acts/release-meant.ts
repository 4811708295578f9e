import { rollbackTargets } from '../../machines/service/facts.ts';
import type { ServedRelease, ServiceContext } from '../../machines/service/service.context.ts';

/** Digits of a commit that name a release. */
const fewestDigits = 7;

/**
 * The kept release that is meant by its id, its version or the beginning of its commit; the last good one, else the
 * newest, where none is named. Where that is none, or more than one, why.
 */
export function releaseMeant(
  context: Pick<ServiceContext, 'live'>,
  to: string | undefined,
): Pick<ServedRelease, 'id'> | { readonly why: string } {
  const kept = rollbackTargets(context);
  const [newest] = kept;
  if (to === undefined && newest) return kept.find(({ id }) => id === context.live.lastGood?.id) ?? newest;
  const named = kept.filter(
    ({ id, version, commit }) =>
      id === to || version === to || (to !== undefined && to.length >= fewestDigits && commit.startsWith(to)),
  );
  const [only, another] = named;
  if (only && !another) return only;
  const list = (releases: typeof kept) => releases.map(({ version, id }) => `${version} (${id})`).join(', ');
  return {
    why: only
      ? `Several releases are meant by "${to}": ${list(named)}. Name it by its id.`
      : `"${to}" is not kept, or it serves. Kept are: ${list(kept)}.`,
  };
}
