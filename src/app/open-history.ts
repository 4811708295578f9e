import { meaningOf } from '../../machines/states.ts';
import type { BoardViews } from '../board/board-views.port.ts';
import { createBoardViews } from '../board/coordinator-board-views.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { History } from '../history/history.port.ts';
import { createHistory } from '../history/history-book.ts';
import { PastBoards } from '../history/past-boards.ts';
import type { PastLine } from '../history/past-line.ts';
import type { Store } from '../store/store.port.ts';
import { environmentIncident } from './environment-incident.ts';
import { shortestPath } from './shortest-path.ts';

type Options = {
  readonly config: Pick<Config, 'services' | 'limits'>;
  readonly store: Pick<Store, 'events' | 'eachEvent' | 'snapshot' | 'lastSeq'>;
  readonly views: Pick<BoardViews, 'ticket'>;
  readonly gatewayUrl: string;
  readonly clock: Pick<Clock, 'now'>;
};

/** What was, with the eyes of now: the board of another moment is projected as today's is. */
export function openHistory({ config, store, views, gatewayUrl, clock }: Options): History {
  const viewsOf = (line: PastLine) =>
    createBoardViews({
      coordinator: line,
      signals: { latest: () => ({}) },
      figures: () => undefined,
      meaningOf: (state) => meaningOf(state),
      lineFacts: () => ({
        redis: 'up',
        redisProblem: null,
        sandbox: '',
        unsandboxed: false,
        catalog: null,
        incident: environmentIncident(line.services(), config.limits.commonCauseServices),
        startedAt: 0,
      }),
      gatewayUrl,
      servicesRoot: shortestPath(config.services),
    });
  return createHistory({
    store,
    now: () => clock.now(),
    ticketView: (id) => views.ticket(id),
    boards: new PastBoards(store, viewsOf),
  });
}
