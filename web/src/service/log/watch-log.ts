import { io, type Socket } from 'socket.io-client';
import type { LogLines, LogWatcherToServer, ServerToLogWatcher } from '../../../../src/contracts/logs.ts';

export type Watching = {
  /** The number of the last line that is known, whenever it is asked. */
  readonly last: () => number;
  readonly onLines: (lines: LogLines) => void;
  /** Watched from now on, anew after each reconnect: what is kept on the server. */
  readonly onWatched: (ends: { first: number; last: number }) => void;
  /** Not watched now, and why: the lines must be read. Null: watched again. */
  readonly onProblem: (why: string | null) => void;
};

/** Watches a service's log over the connection the board has already; returns what ends it. */
export function watchLog(service: string, token: string | null, watching: Watching): () => void {
  // The same path and host: the namespace shares the board's connection.
  const socket: Socket<ServerToLogWatcher, LogWatcherToServer> = io('/logs', {
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    auth: { token },
  });
  const watch = () =>
    socket.emit('watchLog', { service, after: watching.last() }, (answer) => {
      if ('refused' in answer) return watching.onProblem(answer.refused);
      watching.onProblem(null);
      watching.onWatched(answer);
    });
  const lost = () => watching.onProblem('the connection is lost');
  const lines = (got: LogLines, taken: () => void) => {
    taken();
    if (got.service === service) watching.onLines(got);
  };
  socket.on('connect', watch);
  socket.on('disconnect', lost);
  socket.on('connect_error', lost);
  socket.on('logLines', lines);
  if (socket.connected) watch();
  return () => {
    socket.emit('unwatchLog', { service });
    socket.off('connect', watch);
    socket.off('disconnect', lost);
    socket.off('connect_error', lost);
    socket.off('logLines', lines);
    socket.disconnect();
  };
}
