import { ticketEvent } from '../../machines/ticket/ticket.events.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator, TicketState } from '../coordinator/coordinator.port.ts';
import type { Hub } from '../hub/hub.port.ts';
import { createStoreHub } from '../hub/store-hub.ts';
import type { Store } from '../store/store.port.ts';
import { assignmentMessage } from './assignment-message.ts';

/**
 * The hub, kept true to the line: who is given a ticket is told so, and the locks of a session that is over end. `start`
 * tells again what is held, and ends what belongs to nobody any more.
 */
export function openHub(options: {
  store: Store;
  clock: Clock;
  coordinator: Coordinator;
  servicesRoot: string;
  /** Whether a session works in the services' own directories. */
  inTree: (session: string) => boolean;
  /** Told of each assignment as it is committed. */
  onAssigned: (ticket: TicketState) => void;
}): { hub: Hub; start(): void; close(): void } {
  const { store, clock, coordinator, servicesRoot } = options;
  const hub = createStoreHub(store, clock);

  const tell = ({ context }: TicketState): void => {
    if (context.holder === null) return;
    hub.tell(`assigned-${context.id}-${context.token}`, {
      to: context.holder,
      type: 'request',
      ...assignmentMessage(context, servicesRoot, { inTree: options.inTree(context.holder) }),
      priority: 'high',
      at: context.assignedAt ?? context.since,
    });
  };

  const silence = coordinator.onCommitted(({ events }) => {
    for (const { stream, event } of events) {
      if (stream.startsWith('session/') && isEnd(event.type)) hub.ended(stream.slice('session/'.length));
      if (event.type !== 'TicketAssigned' || !ticketEvent.safeParse(event).success) continue;
      const ticket = coordinator.ticket(stream.slice('ticket/'.length));
      if (!ticket) continue;
      tell(ticket);
      options.onAssigned(ticket);
    }
  });

  return {
    hub,
    start() {
      for (const ticket of coordinator.tickets()) if (ticket.state === 'held') tell(ticket);
      for (const { owner } of hub.locks()) {
        const session = coordinator.session(owner);
        if (session?.state === 'gone') hub.ended(owner);
      }
    },
    close: silence,
  };
}

/** A new run under the old name is another session: it does not have the locks of the former. */
function isEnd(type: string): boolean {
  return type === 'SessionLeft' || type === 'SessionRegistered' || type === 'SessionKicked';
}
