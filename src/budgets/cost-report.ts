import { setImmediate as nextTurn } from 'node:timers/promises';
import { lineEvent } from '../../machines/line/line.events.ts';
import type { LineView } from '../contracts/board.ts';
import type { CostsQuery, CostsResponse } from '../contracts/costs.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';
import type { EventRow, Store } from '../store/store.port.ts';
import { CostSums } from './cost-sums.ts';

type Sources = {
  readonly coordinator: Pick<Coordinator, 'line' | 'service' | 'serviceNamed' | 'session'>;
  readonly events: Store['events'];
  readonly line: () => LineView;
};

/** Events read in one go; others get their turn in between. */
const page = 1_000;

/** What work has cost, read from the journal of the line. Throws `NOT_FOUND` for a service nobody knows. */
export async function costReport(
  { coordinator, events, line }: Sources,
  { period, service: named }: CostsQuery,
): Promise<CostsResponse> {
  const only = named === undefined ? undefined : coordinator.serviceNamed(named)?.context.id;
  if (named !== undefined && only === undefined) {
    throw new AndonError('NOT_FOUND', `There is no service "${named}". "andon status" lists the services.`);
  }
  const { day, from } = coordinator.line().context.spend;
  const sums = {
    total: new CostSums(),
    services: new CostSums(),
    sessions: new CostSums(),
    agents: new CostSums(),
    kinds: new CostSums(),
  };
  for await (const row of journal(events, period === 'today' ? from : 0)) {
    const parsed = lineEvent.safeParse(row.event);
    if (!parsed.success || parsed.data.type !== 'BudgetSpent') continue;
    const { service, session, kind, spent, over } = parsed.data;
    if (only !== undefined && service !== only) continue;
    const agent = session === undefined ? undefined : coordinator.session(session)?.context.agent;
    sums.total.add('total', spent, over);
    sums.services.add(coordinator.service(service)?.context.name ?? service, spent, over);
    sums.sessions.add(session ?? 'unknown', spent, over);
    sums.agents.add(agent ?? 'unknown', spent, over);
    sums.kinds.add(kind ?? 'unknown', spent, over);
  }
  const { budget } = line();
  return {
    period,
    day,
    ...(named === undefined ? {} : { service: named }),
    total: sums.total.get('total') ?? { usd: null, tokens: null, ms: 0, unknown: 0, holdings: 0 },
    services: sums.services.rows(),
    sessions: sums.sessions.rows(),
    agents: sums.agents.rows(),
    kinds: sums.kinds.rows(),
    ...(budget ? { budget } : {}),
  };
}

async function* journal(events: Store['events'], from: number): AsyncGenerator<EventRow> {
  let after = from;
  for (;;) {
    const rows = events({ stream: 'line/main', after, limit: page });
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < page) return;
    after = last.seq;
    await nextTurn();
  }
}
