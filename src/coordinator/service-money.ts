import type { ServiceMoney } from '../../machines/policy/open-budget-gate.ts';
import type { ServiceContext } from '../../machines/service/service.context.ts';
import { costNow, nothing } from '../../machines/service/spending.ts';

const unknownService: ServiceMoney = { own: null, spent: nothing };

/** What the present change of a service has cost, with the work under way, and what the service says of budgets itself. */
export function serviceMoney(context: ServiceContext | undefined): ServiceMoney {
  if (!context) return unknownService;
  const { change, changes, spent, settings } = context;
  // Work on a spec is for the change that it will start.
  const present = change && change.shippedAt === null ? change.n : changes + 1;
  const ended = spent.n === present ? spent.change : nothing;
  const now = costNow(ended, spent, (holding) => holding.change === present);
  // What is under way and has not said its money is still set aside; only what ended so is unknown.
  return { own: settings.budget, spent: { ...now, unknown: ended.unknown } };
}
