import type { StateMeaning } from '../../machines/states.ts';
import type { ServiceView, SessionView } from '../contracts/board.ts';
import type { Coordinator, ServiceState, SessionState } from '../coordinator/coordinator.port.ts';
import type { Signals } from '../coordinator/signals.port.ts';
import type { LiveFigures } from '../release/release.port.ts';
import type { BoardViews, LineFacts } from './board-views.port.ts';
import { projectLine } from './project-line.ts';
import { projectService } from './project-service.ts';
import { projectSession } from './project-session.ts';
import { projectTicket } from './project-ticket.ts';

/** The part of the coordinator that is read here. */
export type BoardSource = Pick<
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

export type BoardViewsOptions = {
  readonly coordinator: BoardSource;
  readonly signals: Pick<Signals, 'latest'>;
  /** Figures of what serves, by service id. */
  readonly figures: (service: string) => LiveFigures | undefined;
  readonly meaningOf: (state: ServiceState) => StateMeaning;
  readonly lineFacts: () => LineFacts;
  /** What a session does beside its tickets, added to its view. */
  readonly shownSession?: (view: SessionView) => SessionView;
  /** Where released services are reached, without a slash at the end: `http://localhost:8901`. */
  readonly gatewayUrl: string;
  /** The services root as people write it. */
  readonly servicesRoot: string;
};

/** Views over a coordinator's memory. */
export function createBoardViews(options: BoardViewsOptions): BoardViews {
  const { coordinator } = options;

  const viewOf = (state: ServiceState | undefined): ServiceView | undefined => {
    if (!state || state.context.block?.code === 'retired') return undefined;
    const { id, ticket } = state.context;
    return projectService(state, {
      meaning: options.meaningOf(state),
      figures: options.figures(id),
      latest: options.signals.latest(id),
      whyOf: (waiting) => coordinator.why(waiting),
      ticket: ticket ? coordinator.ticket(ticket.id) : undefined,
      waitReasons: ticket && ticket.session === null ? coordinator.why(ticket.id) : [],
      gatewayUrl: options.gatewayUrl,
      servicesRoot: options.servicesRoot,
    });
  };
  const ticketOf = (id: string) => coordinator.ticket(id);
  const sessionOf = (state: SessionState): SessionView => {
    const view = projectSession(state, ticketOf, coordinator.line().context.accounts);
    return options.shownSession?.(view) ?? view;
  };

  return {
    service: (id) => viewOf(coordinator.service(id)),
    serviceNamed: (name) => viewOf(coordinator.serviceNamed(name)),
    services: () => [...coordinator.services()].flatMap((state) => viewOf(state) ?? []),
    session: (name) => {
      const state = coordinator.session(name);
      return state && sessionOf(state);
    },
    sessions: () => [...coordinator.sessions()].map(sessionOf),
    ticket: (id) => {
      const state = coordinator.ticket(id);
      return state && projectTicket(state, coordinator.why(id));
    },
    tickets: () =>
      [...coordinator.tickets()].map((state) => projectTicket(state, coordinator.why(state.context.id))),
    line: () => projectLine(coordinator.line(), options.lineFacts()),
  };
}
