import type { TestResult } from '../test-report.ts';

/** What a report file says. */
export type ReportRead = {
  readonly results: readonly TestResult[];
  /** What keeps it from counting although it could be read: it contradicts itself, or it broke off. One sentence each. */
  readonly problems: readonly string[];
  /** Test files that the report names, also those without a test; where the format tells them. */
  readonly files?: readonly string[];
};
