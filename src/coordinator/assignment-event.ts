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

/** So many sentences of a score card say who was left out. */
const named = 8;

/** The assignment as somebody asked for it by name; where another did so in the session's place, its card says that first. */
export function askedFor(event: ReturnType<typeof assignmentEvent>, by: unknown) {
  if (typeof by !== 'string') return { ...event, asked: true };
  const { card, session } = event;
  const leftOut = [`${by} chose ${session}, whatever its score`, ...card.leftOut].slice(0, named);
  return { ...event, asked: true, by, card: { ...card, leftOut } };
}
