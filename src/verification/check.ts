import { z } from 'zod';

export const check = z.object({
  /** Stable, dotted: `suite`, `canary`, `stubs.throw`, `acceptance`, `security.bandit`. */
  name: z.string(),
  status: z.enum(['passed', 'failed', 'skipped', 'inconclusive']),
  /** With `failed`: what kind of failing. With `inconclusive`: whose trouble it is. */
  class: z.enum(['work', 'tampering', 'flaky', 'environment', 'gate']).optional(),
  /** The settings say that it may fail. */
  advisory: z.boolean().default(false),
  /** For the builder: which requirement or test, what was seen, file:line. Why it was skipped or inconclusive. */
  reasons: z.array(z.string()),
  /** Figures for the record and the board: seeds, scores, counts. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  durationMs: z.number().default(0),
});
/** One thing that was looked at during a verification and what came of it. */
export type Check = z.infer<typeof check>;

type More = Partial<Omit<Check, 'name' | 'status' | 'reasons'>>;

function made(name: string, status: Check['status'], reasons: readonly string[], more: More): Check {
  return { advisory: false, facts: {}, durationMs: 0, ...more, name, status, reasons: [...reasons] };
}

export function passedCheck(name: string, more: More = {}): Check {
  return made(name, 'passed', [], more);
}

export function failedCheck(name: string, reasons: readonly string[], more: More = {}): Check {
  return made(name, 'failed', reasons, { class: 'work', ...more });
}

/** Not looked at, and why; it neither passes nor fails anything. */
export function skippedCheck(name: string, reason: string, more: More = {}): Check {
  return made(name, 'skipped', [reason], more);
}

/** No answer could be had, for a reason that is nobody's work. */
export function inconclusiveCheck(
  name: string,
  fault: 'environment' | 'gate',
  reason: string,
  more: More = {},
): Check {
  return made(name, 'inconclusive', [reason], { ...more, class: fault });
}
