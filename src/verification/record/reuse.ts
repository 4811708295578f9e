import type { GateOutcome } from '../gates/gate.ts';
import type { VerificationRecord } from '../record.ts';

/** Verifications asked for by a person, to look again: they are always run, and move no machine. */
const againPrefix = 'again-';

/** The id of a verification that looks again; `at` is the journal's newest number, `word` makes it its own. */
export function againId(at: number, word: string): string {
  return `${againPrefix}${at}-${word}`;
}

export function isAgain(verification: string): boolean {
  return verification.startsWith(againPrefix);
}

/** What a record says, as the outcome of a verification that need not be run since nothing is different. */
export function outcomeOfRecord({ result, tests, checks, covered }: VerificationRecord): GateOutcome {
  const { verdict, reasons, hasTests, tests: counts, coverage, mutation } = result;
  return {
    ...{ verdict, reasons, results: tests, checks },
    ...(covered === undefined ? {} : { covered }),
    ...(hasTests === undefined ? {} : { hasTests }),
    ...(counts === undefined ? {} : { tests: counts }),
    ...(coverage === undefined ? {} : { coverage }),
    ...(mutation === undefined ? {} : { mutation }),
  };
}
