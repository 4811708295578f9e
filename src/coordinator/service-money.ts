import type { ServiceMoney } from '../../machines/policy/open-budget-gate.ts';
import type { ServiceContext } from '../../machines/service/service.context.ts';

const nothing: ServiceMoney = { own: null, spent: { usd: null, tokens: null, ms: null, unknown: 0 } };

/** What the present change of a service has cost, and what the service says of budgets itself. */
export function serviceMoney(context: ServiceContext | undefined): ServiceMoney {
  if (!context) return nothing;
  const { change, spent, settings } = context;
  return { own: settings.budget, spent: spent.n === change?.n ? spent.change : nothing.spent };
}
