import type { FileSession } from './file-session.ts';

/** Without a sign of life for so long a session counts as inactive: the clean-up of the source systems, 120 minutes. */
export const staleMs = 120 * 60_000;

/** Whether a session takes part at `now` (epoch milliseconds), and if not, why. */
export function presenceOf(
  { active, heard }: Pick<FileSession, 'active' | 'heard'>,
  now: number,
): { readonly here: true } | { readonly here: false; readonly why: string } {
  if (!active) return { here: false, why: 'its file says that it is not active' };
  const silent = now - (heard ?? 0);
  if (silent <= staleMs) return { here: true };
  const minutes = Math.floor(silent / 60_000);
  const since =
    heard === null ? 'its files hold no sign of life' : `its last sign of life is ${minutes} minutes old`;
  return { here: false, why: `stale: ${since}, and 120 minutes are the limit` };
}
