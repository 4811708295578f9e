import { type Command, Option } from 'commander';
import { amountText, shareText } from '../../../machines/policy/amounts.ts';
import { units } from '../../../machines/policy/units.ts';
import type { LineView } from '../../contracts/board.ts';
import { type CostRow, type CostsResponse, costsResponse } from '../../contracts/costs.ts';
import type { CommandContext } from '../command-context.ts';
import { textTable } from '../text-table.ts';

/** `andon cost`: what work has cost today, by whom and for what. */
export function costCommand(program: Command, context: CommandContext): void {
  program
    .command('cost')
    .description('what work has cost: by service, session, agent and kind of ticket')
    .option('--service <name>', 'of one service only')
    .addOption(
      new Option('--period <period>', 'since midnight, or since the home was made')
        .choices(['today', 'all'])
        .default('today'),
    )
    .option('--json', 'as JSON')
    .action(async (flags: { service?: string; period: string; json?: boolean }) => {
      const query = new URLSearchParams({
        period: flags.period,
        ...(flags.service === undefined ? {} : { service: flags.service }),
      });
      const costs = await context.client().get(`/api/costs?${query}`, costsResponse);
      context.show(flags.json, costs, () => costText(costs));
    });
}

/** The costs as text: the sum, how the day stands, then each way of looking at it. */
export function costText(costs: CostsResponse): string {
  const { total, period, day, service, budget } = costs;
  const when = period === 'all' ? 'Since the home was made' : `Today${day === null ? '' : ` (${day})`}`;
  const of = service === undefined ? '' : `, ${service}`;
  const silent = total.unknown > 0 ? `; ${total.unknown} of that did not say what it cost` : '';
  const work = `${total.holdings} ${total.holdings === 1 ? 'piece' : 'pieces'} of work`;
  return [
    `${when}${of}: ${moneyText(total.usd)}, ${tokensText(total.tokens)}, ${amountText('ms', total.ms)} for ${work}${silent}.`,
    ...(budget ? [budgetText(budget)] : []),
    ...section('SERVICE', costs.services),
    ...section('SESSION', costs.sessions),
    ...section('AGENT', costs.agents),
    ...section('KIND', costs.kinds),
  ].join('\n');
}

/** How the day stands to its budget, in one sentence. */
export function budgetText({ spent, reserved, limit, state }: NonNullable<LineView['budget']>): string {
  const used = units.flatMap((unit) => {
    const most = limit[unit];
    return most === null ? [] : [shareText(unit, spent[unit] ?? 0, most)];
  });
  const aside =
    reserved.usd > 0 && limit.usd !== null ? `, ${amountText('usd', reserved.usd)} set aside` : '';
  const word = {
    fine: '',
    warned: ' It is nearly used up.',
    'used-up': ' It is used up: nothing is assigned until midnight.',
  }[state];
  const silent = spent.unknown > 0 ? `; ${spent.unknown} holdings did not say what they cost` : '';
  return `The day's budget: ${used.join(', ')}${aside}${silent}.${word}`;
}

function section(heading: string, rows: readonly CostRow[]): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => [
    row.name,
    moneyText(row.usd),
    row.tokens === null ? 'unknown' : String(row.tokens),
    amountText('ms', row.ms),
    String(row.holdings),
    row.unknown === 0 ? '-' : String(row.unknown),
  ]);
  return ['', textTable([heading, 'MONEY', 'TOKENS', 'TIME', 'WORK', 'UNKNOWN'], cells)];
}

function moneyText(usd: number | null): string {
  return usd === null ? 'unknown' : amountText('usd', usd);
}

function tokensText(tokens: number | null): string {
  return tokens === null ? 'tokens unknown' : amountText('tokens', tokens);
}
