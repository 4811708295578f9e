import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../../machines/policy/limits.ts';
import { Ticket } from './given-ticket.ts';

const minute = 60_000;
const held = () => Ticket.fresh().assigned('b1', { account: 'claude:me', revision: 1 });
const reopened = (ticket: Ticket) =>
  ticket.effects.flatMap((effect) =>
    effect.type === 'tellOwner' && effect.event.type === 'TicketReopened' ? [effect.event.reason] : [],
  );
const parked = (ticket: Ticket) =>
  ticket.toldLine.filter((event) => (event as { type: string }).type === 'AccountParked');

describe('a limit of the provider', () => {
  const limit = { type: 'WorkFailed', class: 'provider', reason: 'usage limit' } as const;

  it('parks the account until a minute after its reset, and counts nothing', () => {
    const ticket = held().says({ ...limit, resetsAt: 40 * minute });
    expect([ticket.state, ticket.context.failures, ticket.context.expiries]).toEqual(['open', 0, 0]);
    expect(parked(ticket)).toEqual([
      {
        type: 'AccountParked',
        account: 'claude:me',
        until: 41 * minute,
        reason: 'usage limit',
        session: 'b1',
      },
    ]);
    expect(reopened(ticket)).toEqual([
      'the provider of claude:me lets nobody work until 1970-01-01 00:41 UTC: usage limit',
    ]);
  });

  it('parks for a while where the provider does not say, and never for longer than the most', () => {
    expect(parked(held().says(limit))).toEqual([
      expect.objectContaining({ until: 2 * minute + defaultLimits.parkMs }),
    ]);
    expect(parked(held().says({ ...limit, resetsAt: 1e15 }))).toEqual([
      expect.objectContaining({ until: 2 * minute + defaultLimits.parkCapMs }),
    ]);
  });

  it('that was over already parks for the moment that clocks differ', () => {
    expect(parked(held().says({ ...limit, resetsAt: 1 }))).toEqual([
      expect.objectContaining({ until: 3 * minute }),
    ]);
  });

  it('parks the session alone where it has no account, and never one it merely names', () => {
    const ticket = Ticket.fresh()
      .assigned()
      .says({ ...limit, account: 'claude:somebody-else' });
    expect(parked(ticket)).toEqual([expect.objectContaining({ account: 'session:b1' })]);
  });
});

describe('trouble where a session runs', () => {
  const trouble = { type: 'WorkFailed', class: 'environment', reason: 'no disk' } as const;

  it('lets the session rest, longer each time, and blames neither it nor the work', () => {
    const once = held().says(trouble);
    const twice = once.assigned('b1').says(trouble);
    expect([once, twice].map((ticket) => parked(ticket))).toEqual([
      [expect.objectContaining({ account: 'session:b1', until: 2 * minute + 5_000 })],
      [expect.objectContaining({ account: 'session:b1', until: 4 * minute + 10_000 })],
    ]);
    expect(twice.context.failures).toBe(0);
    expect(reopened(once)).toEqual(['trouble where b1 runs, not with the work: no disk']);
  });
});

describe('a session that cannot', () => {
  const declined = () => held().says({ type: 'WorkDeclined', clauses: ['SPEC.md:3 needs a GPU'] });

  it('is excluded, says why, and counts nothing', () => {
    const ticket = declined();
    expect([ticket.state, ticket.context.failures, reopened(ticket)]).toEqual([
      'open',
      0,
      ['SPEC.md:3 needs a GPU'],
    ]);
    expect(ticket.assigned('b1', { revision: 1 }).ignored).toBe(true);
    expect(ticket.assigned('b1').ignored).toBe(true);
  });

  it('may try again as another agent or with other capabilities', () => {
    expect(declined().assigned('b1', { revision: 2 }).state).toBe('held');
  });

  it('that declines again as what it is now is excluded again', () => {
    const again = declined()
      .assigned('b1', { revision: 2 })
      .says({ type: 'WorkDeclined', clauses: ['§4'] });
    expect(again.assigned('b1', { revision: 2 }).ignored).toBe(true);
    expect(again.context.excluded).toEqual(['b1']);
  });
});

describe('bad work', () => {
  it('counts a try and says what was wrong to whoever is next', () => {
    const ticket = held().says({ type: 'WorkFailed', class: 'work', reason: 'it broke' });
    expect([ticket.context.failures, ticket.context.feedback, parked(ticket)]).toEqual([1, ['it broke'], []]);
  });
});
