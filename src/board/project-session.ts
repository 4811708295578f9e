import type { KindRecord } from '../../machines/session/session.context.ts';
import { costWith, noCost } from '../../machines/ticket/cost.ts';
import type { SessionView } from '../contracts/board.ts';
import type { LineState, SessionState, TicketState } from '../coordinator/coordinator.port.ts';

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
  accounts: LineState['context']['accounts'],
): SessionView {
  const { context } = state;
  const { name, account, unavailable } = context;
  const parked = (account === null ? undefined : accounts[account]) ?? accounts[`session:${name}`];
  const records = Object.values(context.record);
  return {
    name,
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
    ...(account === null ? {} : { account }),
    ...(parked ? { parked: { until: parked.until, reason: parked.reason } } : {}),
    ...(unavailable.length > 0 ? { unavailable: unavailable.map((each) => ({ ...each })) } : {}),
    ...recordOf(context.record),
    ...costOf(records),
  };
}

/** By kind of ticket, the kind it knows best first. */
function recordOf(record: SessionState['context']['record']): Pick<SessionView, 'record'> {
  const kinds = Object.entries(record)
    .map(([kind, { done, failed, durations }]) => ({ kind, done, failed, medianMs: median(durations) }))
    .filter(({ done, failed }) => done + failed > 0)
    .sort((a, b) => b.done - a.done || (a.kind < b.kind ? -1 : 1));
  return kinds.length > 0 ? { record: kinds } : {};
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

/** Of everything it ever held; left out while that is nothing. */
function costOf(records: readonly (KindRecord | undefined)[]): Partial<SessionView> {
  const costs = records.flatMap((record) => record?.cost ?? []);
  if (costs.length === 0) return {};
  return {
    cost: costs.reduce(
      (sum, cost) => ({ ...costWith(sum, cost), unknown: sum.unknown + cost.unknown }),
      noCost,
    ),
  };
}
