import { type Snapshot, start, stateOf } from '../../machines/step.ts';
import type {
  Coordinator,
  ServiceState,
  SessionState,
  TicketState,
} from '../coordinator/coordinator.port.ts';
import type { StreamId } from '../store/store.port.ts';
import type { PastMachines } from './past-machines.ts';

/** A coordinator's readers, of a moment that is over. */
export type PastLine = Pick<
  Coordinator,
  | 'service'
  | 'serviceNamed'
  | 'services'
  | 'ticket'
  | 'tickets'
  | 'session'
  | 'sessions'
  | 'line'
  | 'why'
  | 'onCommitted'
  | 'seq'
>;

/** Reads what the board shows: services, sessions, the line, and the tickets these name. Nobody knows who waited for whom. */
export async function readPastLine(machines: PastMachines): Promise<PastLine> {
  const services = new Map<string, ServiceState>();
  const sessions = new Map<string, SessionState>();
  const tickets = new Map<string, TicketState>();
  const named = new Set<string>();
  for (const [stream, { context, ...rest }] of await machines.all('service')) {
    const state = stateOf({ context, ...rest });
    if ('line' in state) services.set(idOf(stream), { context, ...state });
    if (context.ticket) named.add(context.ticket.id);
    for (const { ticket } of context.contest?.entries ?? []) named.add(ticket);
  }
  for (const [stream, snapshot] of await machines.all('session')) {
    sessions.set(idOf(stream), { context: snapshot.context, state: plain(snapshot) });
    for (const { ticket } of snapshot.context.holding) named.add(ticket);
  }
  for (const id of named) {
    const snapshot = await machines.one('ticket', `ticket/${id}`);
    if (snapshot) tickets.set(id, { context: snapshot.context, state: plain(snapshot) });
  }
  const line = (await machines.one('line', 'line/main')) ?? start('line', {}, { at: 0, ref: '0' }).snapshot;

  return {
    service: (id) => services.get(id),
    serviceNamed: (name) => [...services.values()].findLast(({ context }) => context.name === name),
    services: () => services.values(),
    ticket: (id) => tickets.get(id),
    tickets: () => tickets.values(),
    session: (name) => sessions.get(name),
    sessions: () => sessions.values(),
    line: () => ({ context: line.context, state: plain(line) }),
    why: () => [],
    onCommitted: () => () => {},
    seq: () => machines.seq,
  };
}

function idOf(stream: StreamId): string {
  return stream.slice(stream.indexOf('/') + 1);
}

function plain(snapshot: Snapshot): string {
  const state = stateOf(snapshot);
  return 'state' in state ? state.state : state.line;
}
