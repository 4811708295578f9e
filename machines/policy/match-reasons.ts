import { utcTime } from '../utc-time.ts';
import { type Crew, missing } from './match-crew.ts';
import type { MatchTicket } from './match-parties.ts';
import type { Member } from './match-ranking.ts';

/** More sessions than this are counted, not named. */
const named = 8;

/** Why nobody has this ticket, in sentences for people; made after matching, when the free slots are known. */
export function reasonsFor(ticket: MatchTicket, crew: Crew): string[] {
  const choice = crew.choose(ticket);
  const groups = choice ? [choice.group] : crew.groupsOf(ticket);
  const nobody = groups.filter((group) => group.capable.length === 0).map((group) => nobodyIs(group.list));
  // One list is the usual case, and may hold a thousand sessions: it is not copied to be told apart from itself.
  const members =
    groups[0] && groups.length === 1
      ? groups[0].capable
      : [...new Set(groups.flatMap((group) => group.capable))];
  const words = groups.length === 1 ? (groups[0]?.words ?? []) : undefined;
  const reasons = members.slice(0, named).map((member) => {
    const asked = words ?? groups.find((group) => group.capable.includes(member))?.words ?? [];
    return whyNot(ticket, member, { crew, words: asked, mayAvoided: choice?.avoided ?? true });
  });
  const more = members.length - reasons.length;
  return [...nobody, ...reasons, ...(more > 0 ? [`and ${more} more sessions cannot take it now`] : [])];
}

export function nobodyIs(list: readonly string[]): string {
  return `no session with capability ${list.join(' and ')} is registered`;
}

type Asked = { readonly crew: Crew; readonly words: readonly string[]; readonly mayAvoided: boolean };

/** Why this session, which declares what is asked for, does not have the ticket. */
export function whyNot(ticket: MatchTicket, member: Member, { crew, words, mayAvoided }: Asked): string {
  const { name, slots } = member.session;
  if (ticket.barred?.includes(name))
    return `${name} has another of the builds that this one is compared with`;
  if (crew.isExcluded(ticket, name)) return `${name} said it cannot do this`;
  const own = notReady(member) ?? missing(member, words);
  if (own !== undefined) return own;
  if (ticket.avoid.includes(name) && !mayAvoided)
    return `${name} made what this ticket checks; another session is awaited`;
  return `${name} has no free slot (holds ${slots - member.free} of ${slots})`;
}

/** What of the session itself stands in the way of any ticket; undefined where nothing does. */
export function notReady({ session }: Member): string | undefined {
  const { name, account, parked } = session;
  if (!session.fresh) return `${name} is silent`;
  if (session.draining) return `${name} is draining and takes nothing new`;
  if (session.choosesItself) return `${name} is a person and takes what it asks for: andon claim`;
  if (!parked) return undefined;
  const whose = account === undefined ? name : `${name} (account ${account})`;
  return `${whose} rests until ${utcTime(parked.until)}: ${parked.reason}`;
}
