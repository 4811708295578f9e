import type { Allowance, Usage } from '../../machines/ticket/usage.ts';

/** At most every so often is a holding's usage journaled while it goes on, milliseconds. */
export const usageEveryMs = 30_000;

/** Less than this is not worth an event: a cent, a thousand tokens, a minute. */
const noteworthy: Usage = { usd: 0.01, tokens: 1_000, ms: 60_000 };

const figures = ['usd', 'tokens', 'ms'] as const;

/**
 * Whether totals are to be journaled now, given those journaled last and how long ago that was. What passes the
 * allowance is at once: the holding may have to end.
 */
export function usageIsDue(
  now: Usage,
  said: { readonly usage: Usage; readonly agoMs: number } | undefined,
  allowance: Allowance | undefined,
): boolean {
  if (!said) return true;
  if (figures.some((figure) => passes(now[figure], said.usage[figure], allowance?.[figure] ?? null)))
    return true;
  if (said.agoMs < usageEveryMs) return false;
  return figures.some((figure) => differs(now[figure], said.usage[figure], noteworthy[figure] ?? 0));
}

/** Whether anything of it is not journaled yet. */
export function usageDiffers(now: Usage, said: Usage | undefined): boolean {
  return figures.some((figure) => now[figure] !== (said?.[figure] ?? null));
}

/** It is over the limit now, and was not when it was last said. */
function passes(now: number | null, said: number | null, limit: number | null): boolean {
  return limit !== null && now !== null && now > limit && (said === null || said <= limit);
}

function differs(now: number | null, said: number | null, least: number): boolean {
  if (now === null || said === null) return now !== said;
  return Math.abs(now - said) >= least;
}
