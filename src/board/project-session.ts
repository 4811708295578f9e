import type { SessionView } from '../contracts/board.ts';
import type { SessionState, TicketState } from '../coordinator/coordinator.port.ts';

const notWorking: Readonly<Record<string, SessionView['state']>> = {
  silent: 'silent',
  draining: 'draining',
  drained: 'draining',
  gone: 'gone',
  left: 'gone',
};

/** One session as the board shows it; `ticketOf` finds what it holds. */
export function projectSession(
  state: SessionState,
  ticketOf: (ticket: string) => TicketState | undefined,
): SessionView {
  const { context } = state;
  const records = Object.values(context.record);
  return {
    name: context.name,
    agent: context.agent,
    host: context.host,
    capabilities: [...context.capabilities],
    slots: context.slots,
    state: notWorking[state.state] ?? (context.holding.length > 0 ? 'busy' : 'idle'),
    since: context.since,
    builtIn: context.builtIn,
    holding: context.holding.map(({ ticket }) => {
      const held = ticketOf(ticket)?.context;
      return { ticket, service: held?.service.name ?? '', kind: held?.kind ?? '' };
    }),
    done: records.reduce((sum, record) => sum + (record?.done ?? 0), 0),
    failed: records.reduce((sum, record) => sum + (record?.failed ?? 0), 0),
  };
}
