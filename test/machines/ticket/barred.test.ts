import { describe, expect, it } from 'vitest';
import { Ticket } from './given-ticket.ts';

const barred = (...sessions: string[]) => ({ type: 'TicketBarred', sessions }) as const;
const assigned = (session: string) => ({ type: 'TicketAssigned', session }) as const;
const expired = { type: 'LeaseExpired', token: 1, session: 's1' } as const;
const submitted = { type: 'SubmissionReceived', token: 1, session: 's1', commit: 'c1' } as const;

describe('a ticket that is barred to whoever has a sibling of it', () => {
  it('goes to nobody of those, and to anybody else', () => {
    const ticket = Ticket.fresh().when(barred('s1', 's2'));
    expect(ticket.when(assigned('s1')).ignored).toBe(true);
    expect(ticket.when(assigned('s3')).state).toBe('held');
  });

  it('hears who they are anew each time, also while it is held', () => {
    const held = Ticket.fresh().when(barred('s1'), barred(), assigned('s1'), barred('s2'));
    expect([held.state, held.context.barred]).toEqual(['held', ['s2']]);
    expect(held.when(barred('s2')).ignored).toBe(true);
  });

  it('takes no late work of its last holder, who has a sibling by now', () => {
    const lost = Ticket.fresh().when(assigned('s1'), expired);
    expect(lost.when(submitted).state).toBe('submitted');
    expect(lost.when(barred('s1'), submitted).ignored).toBe(true);
  });
});
