import { type Check, failedCheck, passedCheck } from '../../check.ts';
import type { Told } from './suite-tricks.ts';

const mostTold = 30;

/** A check that fails with all that bends the checks; `tampering` when one of it has no honest reading. */
export function toldCheck(name: string, told: readonly Told[]): Check {
  if (told.length === 0) return passedCheck(name);
  const ordered = [...told].sort((a, b) => Number(b.class === 'tampering') - Number(a.class === 'tampering'));
  const reasons = ordered
    .slice(0, mostTold)
    .map(
      ({ path, line, what, instead }) => `BUILD/${path}${line > 0 ? `:${line}` : ''}: ${what}; ${instead}`,
    );
  if (ordered.length > mostTold) reasons.push(`and ${ordered.length - mostTold} more`);
  return failedCheck(name, reasons, { class: ordered[0]?.class ?? 'work' });
}
