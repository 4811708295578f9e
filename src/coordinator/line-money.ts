import type { BudgetGate } from '../../machines/policy/budget-gate.ts';
import { openBudgetGate } from '../../machines/policy/open-budget-gate.ts';
import type { StreamId } from '../store/store.port.ts';
import { localDay } from './local-day.ts';
import { lineState, type Machine, serviceState, streamOf } from './memory-machines.ts';
import { serviceMoney } from './service-money.ts';

/** Finds a machine as it will be once the group being made is committed. */
type Now = (stream: StreamId) => Machine | undefined;

/** What is left to spend while one matching runs; undefined while there is no line. */
export function budgetGateOf(now: Now): BudgetGate | undefined {
  const line = now(streamOf.line);
  if (!line) return undefined;
  return openBudgetGate(lineState(line).context, (service) => {
    const machine = now(streamOf.service(service));
    return serviceMoney(machine && serviceState(machine).context);
  });
}

/** The event that begins a new day, where one has begun; a day on which nothing was done yet needs no telling. */
export function dayToBegin(
  now: Now,
  at: number,
): { readonly type: string; readonly day: string } | undefined {
  const line = now(streamOf.line);
  if (!line) return undefined;
  const { spend } = lineState(line).context;
  const idle = spend.today.holdings === 0 && Object.keys(spend.open).length === 0;
  const today = localDay(at);
  if (today.day === spend.day || (spend.day === null && idle)) return undefined;
  return { type: 'DayBegan', ...today };
}
