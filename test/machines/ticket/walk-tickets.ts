import type { TicketEvent } from '../../../machines/ticket/ticket.events.ts';
import { Ticket } from './given-ticket.ts';

const says = (event: Parameters<Ticket['says']>[0]) => (ticket: Ticket) =>
  ticket.says(event, ticket.context.holder ?? ticket.context.history.at(-1)?.session ?? 'b1');
const hears = (event: (token: number) => TicketEvent) => (ticket: Ticket) =>
  ticket.when(event(ticket.context.token));

/** Everything that can happen to a ticket, said by whoever may say it. */
export const ticketCases: readonly { readonly name: string; readonly happens: (ticket: Ticket) => Ticket }[] =
  [
    { name: 'TicketAssigned', happens: (ticket) => ticket.assigned(`b${ticket.n}`) },
    {
      name: 'TicketAssigned, limited',
      happens: (ticket) => ticket.assigned(`b${ticket.n}`, { reserved: { usd: 1, tokens: null, ms: 1_000 } }),
    },
    {
      name: 'UsageReported',
      happens: (ticket) => ticket.used((ticket.context.usage?.usd ?? 0) + 0.1, null, 500),
    },
    { name: 'UsageReported, too much', happens: (ticket) => ticket.used(5) },
    {
      name: 'TimerFired allowance',
      happens: hears((token) => ({ type: 'TimerFired', timer: `allowance-${token}` })),
    },
    { name: 'WorkStarted', happens: says({ type: 'WorkStarted' }) },
    { name: 'SubmissionReceived', happens: says({ type: 'SubmissionReceived', commit: 'c' }) },
    { name: 'WorkReleased', happens: says({ type: 'WorkReleased', reason: 'r' }) },
    { name: 'WorkFailed work', happens: says({ type: 'WorkFailed', class: 'work', reason: 'r' }) },
    {
      name: 'WorkFailed environment',
      happens: says({ type: 'WorkFailed', class: 'environment', reason: 'r' }),
    },
    { name: 'WorkFailed provider', happens: says({ type: 'WorkFailed', class: 'provider', reason: 'r' }) },
    { name: 'WorkDeclined', happens: says({ type: 'WorkDeclined', clauses: ['c'] }) },
    { name: 'ContradictionReported', happens: says({ type: 'ContradictionReported', clauses: ['c'] }) },
    { name: 'LeaseExpired', happens: says({ type: 'LeaseExpired' }) },
    { name: 'TicketAccepted', happens: hears((token) => ({ type: 'TicketAccepted', token })) },
    {
      name: 'TicketRejected',
      happens: hears((token) => ({ type: 'TicketRejected', token, feedback: ['f'] })),
    },
    { name: 'TicketCancelled', happens: hears(() => ({ type: 'TicketCancelled', reason: 'r' })) },
    {
      name: 'TicketPrioritised',
      happens: (ticket) => ticket.when({ type: 'TicketPrioritised', priority: ticket.context.priority + 1 }),
    },
    { name: 'TimerFired deadline', happens: hears(() => ({ type: 'TimerFired', timer: 'deadline' })) },
  ];

export type TicketEdge = { readonly from: Ticket; readonly name: string; readonly to: Ticket };

/** Every case tried on every kind of ticket, breadth first; the bounds make the kinds finite. */
export function walkTickets(): TicketEdge[] {
  const kindOf = ({ state, context }: Ticket) =>
    `${state} ${context.failures} ${context.expiries} ${context.started} ${context.reserved !== null} ${context.usage !== null} ${context.history.at(-1)?.outcome}`;
  const tickets = [Ticket.fresh()];
  const seen = new Set(tickets.map(kindOf));
  const edges: TicketEdge[] = [];
  for (let index = 0; index < tickets.length; index += 1) {
    const from = tickets[index];
    if (!from) break;
    for (const { name, happens } of ticketCases) {
      const to = happens(from);
      if (to.ignored) continue;
      edges.push({ from, name, to });
      if (seen.has(kindOf(to))) continue;
      seen.add(kindOf(to));
      tickets.push(to);
    }
  }
  return edges;
}
