import type { Assignment } from '../../machines/policy/match-round.ts';
import type { Allowance } from '../../machines/ticket/usage.ts';

type Given = Omit<Assignment, 'reserved'> & {
  readonly reserved?: Allowance | undefined;
  readonly account?: string | undefined;
  readonly revision?: number | undefined;
};

/** An assignment as the fact that is journaled; what is not known is left out. */
export function assignmentEvent({ session, score, card, reserved, account, revision }: Given) {
  return {
    type: 'TicketAssigned' as const,
    session,
    score,
    card,
    ...(reserved ? { reserved } : {}),
    ...(account === undefined ? {} : { account }),
    ...(revision === undefined ? {} : { revision }),
  };
}
