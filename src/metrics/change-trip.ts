import type { ServiceAfter } from '../../machines/after.ts';

/** What is known of one change on its way down the line, and after it. Filled in while the log is folded. */
export type ChangeTrip = {
  readonly service: string;
  readonly n: number;
  readonly cause: ServiceAfter['cause'];
  /** When Andon saw the spec or edit it is made for; null for an incident, and where that is not known. */
  readonly seenAt: number | null;
  /** Null: it began before the log says what machines were in. */
  readonly startedAt: number | null;
  shippedAt: number | null;
  /** Milliseconds in which somebody worked, a gate ran, or it was deployed. */
  workedMs: number;
  firstPass: boolean;
  /** Its release had to be taken back, or ended down. */
  failed: boolean;
  usd: number | null;
  /** Holdings that ended without saying their money. */
  unknown: number;
};

export function newTrip(
  from: Pick<ChangeTrip, 'service' | 'n' | 'cause' | 'seenAt' | 'startedAt'>,
): ChangeTrip {
  return {
    ...from,
    shippedAt: null,
    workedMs: 0,
    firstPass: true,
    failed: false,
    usd: null,
    unknown: 0,
  };
}
