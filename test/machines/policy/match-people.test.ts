import { describe, expect, it } from 'vitest';
import { match, takenBy } from '../../../machines/policy/match.ts';
import type { MatchSession, MatchTicket } from '../../../machines/policy/match-parties.ts';

const ticket: MatchTicket = {
  ...{ id: 'a', kind: 'build', service: 's1', requires: [['builder']], avoid: [], excluded: [] },
  ...{ priority: 10, openedAt: 1, paused: false },
};
const person: MatchSession = {
  ...{ name: 'person-ada', capabilities: ['builder'], slots: 4, freeSlots: 4, fresh: true },
  ...{ draining: false, choosesItself: true, record: {}, lastTaken: null },
};
const conditions = { at: 1_000, linePaused: false };

describe('a person', () => {
  it('is given nothing unasked, and the ticket says so', () => {
    const { assignments, left } = match({ ...conditions, tickets: [ticket], sessions: [person] });
    expect(assignments).toEqual([]);
    expect(left.get('a')).toEqual(['person-ada is a person and takes what it asks for: andon claim']);
  });

  it('is given what it asks for', () => {
    expect(takenBy(ticket, person, [person], conditions)).toMatchObject({
      given: { ticket: 'a', session: 'person-ada' },
    });
  });

  it('does not keep a session from checking what it made itself', () => {
    const builder: MatchSession = { ...person, name: 'ada', choosesItself: false };
    const own = { ...ticket, avoid: ['ada'] };
    const { assignments } = match({ ...conditions, tickets: [own], sessions: [person, builder] });
    expect(assignments).toMatchObject([{ session: 'ada' }]);
  });
});
