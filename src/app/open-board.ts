import { randomUUID } from 'node:crypto';
import { meaningOf } from '../../machines/states.ts';
import type { BoardFeed } from '../board/board-feed.port.ts';
import type { BoardViews, LineFacts } from '../board/board-views.port.ts';
import { CoordinatorBoardFeed } from '../board/coordinator-board-feed.ts';
import { createBoardViews } from '../board/coordinator-board-views.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import type { Signals } from '../coordinator/signals.port.ts';
import type { Log } from '../log.ts';
import type { LiveFigures } from '../release/release.port.ts';
import { environmentIncident } from './environment-incident.ts';
import { lineSentence } from './line-log.ts';
import { Deploys, ownDevops } from './own-devops.ts';
import { shortestPath } from './shortest-path.ts';

/** The views everybody reads, their feed, and the log in sentences. */
export function openBoard(options: {
  config: Config;
  coordinator: Coordinator;
  signals: Signals;
  figures: (service: string) => LiveFigures;
  gatewayUrl: string;
  facts: () => Omit<LineFacts, 'incident' | 'startedAt'>;
  clock: Clock;
  log: Log;
  say: (line: string) => void;
}): { views: BoardViews; feed: BoardFeed; close(): void } {
  const { config, coordinator, signals, clock, log, say } = options;
  const startedAt = clock.now();
  const deploys = new Deploys(coordinator);
  const views = createBoardViews({
    coordinator,
    signals,
    figures: options.figures,
    meaningOf: (state) => meaningOf(state),
    lineFacts: () => ({
      ...options.facts(),
      incident: environmentIncident(coordinator.services(), config.limits.commonCauseServices),
      startedAt,
    }),
    shownSession: (view) => deploys.shown(view),
    gatewayUrl: options.gatewayUrl,
    servicesRoot: shortestPath(config.services),
  });
  const feed = new CoordinatorBoardFeed({ views, coordinator, signals, clock, epoch: randomUUID() });
  // Uptime is measured by probes, which are no events.
  const uptimes = setInterval(() => {
    for (const { context } of coordinator.services()) if (context.live.release) feed.touchService(context.id);
  }, config.limits.probeEveryMs * 2);
  const silence = coordinator.onCommitted((committed) => {
    if (deploys.committed(committed)) feed.touchSession(ownDevops);
    for (const row of committed.events) {
      const sentence = lineSentence(row, coordinator);
      if (sentence === undefined) continue;
      log.info({ seq: row.seq, stream: row.stream }, sentence);
      say(sentence);
      const service = serviceOf(row.stream, coordinator);
      if (service !== undefined) signals.send({ kind: 'log', service, source: 'andon', line: sentence });
    }
  });
  return {
    views,
    feed,
    close(): void {
      clearInterval(uptimes);
      silence();
      feed.close();
    },
  };
}

/** The service whose log a fact of this stream belongs to. */
function serviceOf(stream: string, coordinator: Pick<Coordinator, 'ticket'>): string | undefined {
  const slash = stream.indexOf('/');
  const key = stream.slice(slash + 1);
  if (stream.startsWith('service/')) return key;
  return stream.startsWith('ticket/') ? coordinator.ticket(key)?.context.service.id : undefined;
}
