import type { Namespace, Socket } from 'socket.io';
import { z } from 'zod';
import type { LogWatcherToServer, ServerToLogWatcher } from '../contracts/logs.ts';
import { messageOf } from '../errors.ts';
import type { LogBook } from '../logs/log-book.port.ts';

/** Lines are gathered so long before a watcher gets them. */
const GATHER_MS = 100;
const LINES_AT_ONCE = 500;
/** A watcher that does not take what it got within that is let go. */
const TAKEN_MS = 30_000;
const WATCHES_A_SOCKET = 8;
const WATCHES = 500;
/** What a watched service prints is looked for so often. */
const PULL_MS = 500;

const watchRequest = z.object({ service: z.string().max(200), after: z.number().int().min(0) });
const unwatchRequest = z.object({ service: z.string().max(200) });

export type LogWatching = {
  readonly book: Pick<LogBook, 'page' | 'onLines'>;
  /** Whether there is a service of this id. */
  readonly known: (service: string) => boolean;
  /** Takes what the service printed into its log. */
  readonly pull?: (service: string) => Promise<void>;
};

type LogNamespace = Namespace<LogWatcherToServer, ServerToLogWatcher>;
type LogSocket = Socket<LogWatcherToServer, ServerToLogWatcher>;

type Watch = {
  readonly socket: LogSocket;
  readonly service: string;
  /** The number of the last line it was sent. */
  sent: number;
  /** The number of the last line there is. */
  last: number;
  /** Something is on its way, or is about to be. */
  busy: boolean;
};

/**
 * Sends log lines to those who watch a log, gathered, each batch after the last was taken; of what comes faster only the
 * newest. Returns what ends it.
 */
export function serveLogs(namespace: LogNamespace, { book, known, pull }: LogWatching): () => void {
  const watches = new Set<Watch>();
  const timers = new Set<NodeJS.Timeout>();

  const later = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };

  const send = async (watch: Watch): Promise<void> => {
    const from = Math.max(watch.sent + 1, watch.last - LINES_AT_ONCE + 1);
    const { first, last, lines } = await book.page(watch.service, { from, limit: LINES_AT_ONCE });
    watch.sent = lines.at(-1)?.n ?? last;
    if (!watches.has(watch)) return;
    const { service, socket } = watch;
    socket.timeout(TAKEN_MS).emit('logLines', { service, first, last, lines }, (error) => {
      if (error) socket.disconnect(true);
      watch.busy = false;
      soon(watch);
    });
  };

  const soon = (watch: Watch) => {
    if (watch.busy || watch.last <= watch.sent || !watches.has(watch)) return;
    watch.busy = true;
    later(GATHER_MS, () => void send(watch).catch(() => watch.socket.disconnect(true)));
  };

  const stopLines = book.onLines((service, lines) => {
    const last = lines.at(-1)?.n;
    if (last === undefined) return;
    for (const watch of watches) {
      if (watch.service !== service) continue;
      watch.last = last;
      soon(watch);
    }
  });

  const pulls = setInterval(() => {
    for (const service of new Set([...watches].map((watch) => watch.service))) void pull?.(service);
  }, PULL_MS);
  pulls.unref();

  namespace.on('connection', (socket) => {
    const own = new Map<string, Watch>();
    const end = (service: string) => {
      const watch = own.get(service);
      if (watch) watches.delete(watch);
      own.delete(service);
    };

    socket.on('watchLog', async (what, answer) => {
      const request = watchRequest.safeParse(what);
      if (!request.success || typeof answer !== 'function') return;
      const { service, after } = request.data;
      end(service);
      if (!known(service)) return answer({ refused: 'There is no such service on this line.' });
      if (own.size >= WATCHES_A_SOCKET || watches.size >= WATCHES) {
        return answer({ refused: 'Too many logs are watched already; it is read again and again instead.' });
      }
      const watch: Watch = { socket, service, sent: after, last: after, busy: false };
      own.set(service, watch);
      watches.add(watch);
      const ends = await book.page(service, { limit: 1 }).catch((error: unknown) => messageOf(error));
      if (typeof ends === 'string') {
        end(service);
        return answer({ refused: `The log cannot be read now: ${ends}` });
      }
      const { first, last } = ends;
      watch.last = Math.max(watch.last, last);
      // Numbers of another log: this one was removed since.
      watch.sent = Math.min(watch.sent, last);
      answer({ first, last });
      soon(watch);
    });
    socket.on('unwatchLog', (what) => {
      const request = unwatchRequest.safeParse(what);
      if (request.success) end(request.data.service);
    });
    socket.on('disconnect', () => {
      for (const service of [...own.keys()]) end(service);
    });
  });

  return () => {
    stopLines();
    clearInterval(pulls);
    for (const timer of timers) clearTimeout(timer);
    watches.clear();
  };
}
