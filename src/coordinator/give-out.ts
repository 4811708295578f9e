import type { Assignment, MatchRound } from '../../machines/policy/match-round.ts';
import type { Pass } from './open-tickets.ts';

/** Gives out what can be given: the same as matching every ticket would, without looking at most of them. */
export function giveOut(
  round: MatchRound,
  pass: Pass,
): { readonly given: readonly Assignment[]; readonly waitsForMoney: boolean } {
  const given: Assignment[] = [];
  let waitsForMoney = false;
  while (round.crew.freeSlots > 0) {
    const ticket = pass.next();
    if (!ticket) break;
    const answer = round.give(ticket);
    if (answer === undefined) pass.nobody();
    else if ('given' in answer) given.push(answer.given);
    else if (answer.ofAll) pass.nobody();
    // What its own budget does not cover says nothing about the next.
    else waitsForMoney = true;
  }
  return { given, waitsForMoney };
}
