import type {
  BoardDelta,
  BoardSnapshot,
  LineView,
  ServiceView,
  SessionView,
} from '../../../src/contracts/board.ts';
import { ViewMap } from './view-map.ts';

export type Board = {
  readonly epoch: string;
  readonly n: number;
  readonly line: LineView;
  /** By id. */
  readonly services: ViewMap<ServiceView>;
  /** The same services by name. */
  readonly names: ViewMap<ServiceView>;
  readonly sessions: ViewMap<SessionView>;
};

export type BoardState = {
  readonly board: Board | null;
  /** A delta is missing: what is shown is whole but old, until a catch-up or a snapshot comes. */
  readonly gap: boolean;
};

export type BoardMessage =
  | { readonly type: 'snapshot'; readonly snapshot: BoardSnapshot }
  | { readonly type: 'delta'; readonly delta: BoardDelta }
  | { readonly type: 'caughtUp'; readonly deltas: readonly BoardDelta[] };

export const emptyBoard: BoardState = { board: null, gap: false };

/** Folds what the server sent into the board. Repeated and late messages change nothing; one that skips a number opens a gap. */
export function receive(state: BoardState, message: BoardMessage): BoardState {
  switch (message.type) {
    case 'snapshot':
      return takeSnapshot(state, message.snapshot);
    case 'delta':
      return takeDelta(state, message.delta);
    case 'caughtUp':
      return message.deltas.reduce(takeDelta, { ...state, gap: false });
  }
}

function takeSnapshot(state: BoardState, snapshot: BoardSnapshot): BoardState {
  const { board } = state;
  if (board && board.epoch === snapshot.epoch && snapshot.n < board.n) return state;
  return {
    gap: false,
    board: {
      epoch: snapshot.epoch,
      n: snapshot.n,
      line: snapshot.line,
      services: ViewMap.of(snapshot.services.map((service) => [service.id, service])),
      names: ViewMap.of(snapshot.services.map((service) => [service.name, service])),
      sessions: ViewMap.of(snapshot.sessions.map((session) => [session.name, session])),
    },
  };
}

function takeDelta(state: BoardState, delta: BoardDelta): BoardState {
  const { board } = state;
  if (!board) return state;
  if (board.epoch !== delta.epoch || delta.n > board.n + 1) return { board, gap: true };
  if (delta.n <= board.n) return state;
  const services = merged(board.services, delta.services, delta.removedServices, (service) => service.id);
  return {
    gap: state.gap,
    board: {
      epoch: board.epoch,
      n: delta.n,
      line: delta.line ?? board.line,
      services,
      names: services === board.services ? board.names : named(board, delta),
      sessions: merged(board.sessions, delta.sessions, delta.removedSessions, (session) => session.name),
    },
  };
}

function merged<View>(
  views: ViewMap<View>,
  set: readonly View[] = [],
  removed: readonly string[] = [],
  keyOf: (view: View) => string,
): ViewMap<View> {
  const changes: [string, View | undefined][] = set.map((view) => [keyOf(view), view]);
  for (const key of removed) changes.push([key, undefined]);
  return views.with(changes);
}

/** A renamed service is found by its new name only, also when another took the old one in the same step. */
function named({ services, names }: Board, delta: BoardDelta): ViewMap<ServiceView> {
  const changes: [string, ServiceView | undefined][] = [];
  const drop = (id: string) => {
    const name = services.get(id)?.name;
    if (name !== undefined && names.get(name)?.id === id) changes.push([name, undefined]);
  };
  for (const id of delta.removedServices ?? []) drop(id);
  for (const { id } of delta.services ?? []) drop(id);
  for (const view of delta.services ?? []) changes.push([view.name, view]);
  return names.with(changes);
}

/** Shows one service as it will be; `takeBack` undoes that where nothing truer has come since. */
export function pretend<State extends BoardState>(
  state: State,
  id: string,
  change: (view: ServiceView) => ServiceView,
): { state: State; takeBack: <Now extends BoardState>(now: Now) => Now } | null {
  const before = state.board?.services.get(id);
  if (!before) return null;
  const shown = change(before);
  return {
    state: shownAs(state, shown),
    takeBack: (now) => (now.board?.services.get(id) === shown ? shownAs(now, before) : now),
  };
}

function shownAs<State extends BoardState>(state: State, view: ServiceView): State {
  const { board } = state;
  if (!board) return state;
  return {
    ...state,
    board: {
      ...board,
      services: board.services.with([[view.id, view]]),
      names: board.names.with([[view.name, view]]),
    },
  };
}
