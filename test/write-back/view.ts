import type { ServiceView, TicketView } from '../../src/contracts/board.ts';

/** A service as the board shows it, with these differences. */
export function view(more: Partial<ServiceView> = {}): ServiceView {
  return {
    id: 's1',
    name: 'shop',
    phase: 'READY_FOR_BUILD',
    column: 'BUILD',
    state: 'build.awaiting',
    sentence: 'A build ticket is open.',
    since: 1_700_000_000_000,
    paused: false,
    live: { state: 'none', health: 'none', uptime: null, reason: null },
    change: 1,
    attempt: 1,
    ...more,
  };
}

/** A ticket, with these differences. */
export function ticket(more: Partial<TicketView> = {}): TicketView {
  return {
    id: 't1',
    kind: 'build',
    service: 'shop',
    change: 1,
    state: 'open',
    attempt: 1,
    token: 0,
    requires: [['builder']],
    openedAt: 1_700_000_000_000,
    since: 1_700_000_000_000,
    dueAt: 1_700_086_400_000,
    why: [],
    history: [],
    ...more,
  };
}
