import type { MatchTicket } from './match.ts';
import type { Crew, Member } from './match-crew.ts';

/** More sessions than this are counted, not named. */
const named = 8;

/** Why nobody has this ticket, in sentences for people; made after matching, when the free slots are known. */
export function reasonsFor(ticket: MatchTicket, crew: Crew): string[] {
  const choice = crew.choose(ticket);
  const lists = choice ? [choice.list] : ticket.requires;
  const reasons: string[] = [];
  const seen = new Set<string>();
  for (const list of lists) {
    const { capable } = crew.group(list);
    if (capable.length === 0) {
      reasons.push(`no session with capability ${list.join(' and ')} is registered`);
    }
    for (const member of capable) {
      if (seen.has(member.session.name)) continue;
      seen.add(member.session.name);
      reasons.push(whyNot(ticket, member, crew, choice?.avoided ?? true));
    }
  }
  if (reasons.length <= named) return reasons;
  return [...reasons.slice(0, named), `and ${reasons.length - named} more sessions cannot take it now`];
}

function whyNot(ticket: MatchTicket, member: Member, crew: Crew, mayAvoided: boolean): string {
  const { name, slots, fresh, draining } = member.session;
  if (ticket.excluded.includes(name)) return `${name} said it cannot do this`;
  if (!fresh) return `${name} is silent`;
  if (draining) return `${name} is draining and takes nothing new`;
  if (!crew.isFit(member)) return `${name} waits for its provider's limit to reset`;
  if (ticket.avoid.includes(name) && !mayAvoided)
    return `${name} made what this ticket checks; another session is awaited`;
  return `${name} has no free slot (holds ${slots - member.free} of ${slots})`;
}
