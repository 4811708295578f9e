import { ToldHistory } from '../told-history.ts';
import type { LinePromise, Tolerances } from '../watch.ts';

/** A history that keeps a promise, and ones that each break it in their own way. */
export type PromiseCase = {
  readonly promise: LinePromise;
  readonly keeps: (history: ToldHistory) => unknown;
  /** By how it is broken. */
  readonly breaks: Readonly<Record<string, (history: ToldHistory) => unknown>>;
  readonly tolerances?: Partial<Tolerances>;
};

/** What the promise says to a history. */
export function violationsOf(
  { promise, tolerances }: PromiseCase,
  tell: (history: ToldHistory) => unknown,
): readonly string[] {
  const history = new ToldHistory(promise, tolerances);
  tell(history);
  return history.violations;
}
