import type { Crew, Member } from './match-crew.ts';
import type { MatchTicket } from './match-parties.ts';

/** More sessions than this are counted, not named. */
const named = 8;

/** Why nobody has this ticket, in sentences for people; made after matching, when the free slots are known. */
export function reasonsFor(ticket: MatchTicket, crew: Crew): string[] {
  const choice = crew.choose(ticket);
  const groups = choice ? [choice.group] : crew.groupsOf(ticket);
  const nobody = groups
    .filter((group) => group.capable.length === 0)
    .map((group) => `no session with capability ${group.list.join(' and ')} is registered`);
  // One list is the usual case, and may hold a thousand sessions: it is not copied to be told apart from itself.
  const members =
    groups[0] && groups.length === 1
      ? groups[0].capable
      : [...new Set(groups.flatMap((group) => group.capable))];
  const reasons = members
    .slice(0, named)
    .map((member) => whyNot(ticket, member, crew, choice?.avoided ?? true));
  const more = members.length - reasons.length;
  return [...nobody, ...reasons, ...(more > 0 ? [`and ${more} more sessions cannot take it now`] : [])];
}

function whyNot(ticket: MatchTicket, member: Member, crew: Crew, mayAvoided: boolean): string {
  const { name, slots, fresh, draining } = member.session;
  if (ticket.barred?.includes(name))
    return `${name} has another of the builds that this one is compared with`;
  if (ticket.excluded.includes(name)) return `${name} said it cannot do this`;
  if (!fresh) return `${name} is silent`;
  if (draining) return `${name} is draining and takes nothing new`;
  if (!crew.isFit(member)) return `${name} waits for its provider's limit to reset`;
  if (ticket.avoid.includes(name) && !mayAvoided)
    return `${name} made what this ticket checks; another session is awaited`;
  return `${name} has no free slot (holds ${slots - member.free} of ${slots})`;
}
