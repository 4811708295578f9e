import { restore } from '../../machines/step.ts';
import type { TicketView } from '../contracts/board.ts';
import type { TicketHistory } from '../contracts/history.ts';
import type { Store } from '../store/store.port.ts';
import type { History, Page, PageAsked } from './history.port.ts';
import { momentsAround } from './moments-around.ts';
import type { PastBoards } from './past-boards.ts';
import { ServiceHistory } from './service-history.ts';
import { Slices } from './slices.ts';
import { ticketAttempts } from './ticket-attempts.ts';

/** Services whose history is kept at hand: going on from there reads only what is new. */
const KEPT = 20;
/** Rows read in one go. */
const PAGE = 200;

/** Histories read from the journal when somebody asks. */
export function createHistory(options: {
  readonly store: Pick<Store, 'events' | 'snapshot' | 'lastSeq'>;
  /** A ticket as people see it, also one that is over. */
  readonly ticketView: (id: string) => TicketView | undefined;
  readonly boards: Pick<PastBoards, 'at'>;
  readonly now: () => number;
}): History {
  const { store, boards } = options;
  const kept = new Map<string, Promise<ServiceHistory>>();

  /** One after the other: each reads on where the one before ended. */
  const historyOf = (service: string): Promise<ServiceHistory> => {
    const before = kept.get(service) ?? Promise.resolve(new ServiceHistory());
    const next = before.then((history) => readOn(store, service, history));
    kept.delete(service);
    kept.set(
      service,
      next.catch(() => new ServiceHistory()),
    );
    const oldest = kept.size > KEPT ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    return next;
  };

  const ticketOf = (id: string): TicketHistory | undefined => {
    const stream = `ticket/${id}` as const;
    const row = store.snapshot(stream);
    const view = options.ticketView(id);
    if (!row || !view) return undefined;
    const { context } = restore('ticket', row.snapshot, row.version);
    const attempts = ticketAttempts(store.events({ stream }), { context, state: view.state, view });
    return { ...view, over: row.final, endedAt: row.final ? context.since : null, attempts };
  };

  return {
    now: options.now,

    async path(service, { change, ...asked }) {
      const moves = (await historyOf(service)).path();
      const some = change === undefined ? moves : moves.filter((move) => move.change === change);
      const { items, before } = paged(some.toReversed(), asked, ({ seq }) => seq);
      return { items: items.reverse(), before };
    },

    async changes(service, asked) {
      return paged((await historyOf(service)).changes(), asked, ({ n }) => n);
    },

    async tickets(service, asked) {
      const ids = (await historyOf(service)).tickets().map((id, index) => ({ id, n: index + 1 }));
      const { items, before } = paged(ids.reverse(), asked, ({ n }) => n);
      return { items: items.flatMap(({ id }) => ticketOf(id) ?? []), before };
    },

    boardAt: (at) => boards.at(at),
    around: (at) => momentsAround(store, at),
  };
}

async function readOn(
  store: Pick<Store, 'events'>,
  service: string,
  history: ServiceHistory,
): Promise<ServiceHistory> {
  const slices = new Slices();
  for (;;) {
    const rows = store.events({ stream: `service/${service}`, after: history.seq, limit: PAGE });
    for (const row of rows) {
      history.take(row);
      await slices.turn();
    }
    if (rows.length < PAGE) return history;
  }
}

/** The newest of those below `before`, newest first. */
function paged<Of>(
  newestFirst: readonly Of[],
  { before, limit }: PageAsked,
  numberOf: (item: Of) => number,
): Page<Of> {
  const below = before === undefined ? newestFirst : newestFirst.filter((item) => numberOf(item) < before);
  const items = below.slice(0, limit);
  const last = items.at(-1);
  return { items, before: last !== undefined && below.length > items.length ? numberOf(last) : null };
}
