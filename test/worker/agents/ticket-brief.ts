import type { TicketBrief } from '../../../src/worker/driver.port.ts';

/** A build of a service that does not matter. */
export const ticketBrief: TicketBrief = {
  id: 'tk-1',
  token: 1,
  kind: 'build',
  service: 'shortener',
  change: 2,
  attempt: 1,
  spec: '# Shortener\n',
  feedback: [],
  base: '0'.repeat(40),
  dueAt: 0,
  prompt: 'Build it.',
};
