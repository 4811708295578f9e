import type { Command } from 'commander';
import {
  type ServiceWhyResponse,
  serviceWhyResponse,
  type WhyResponse,
  whyResponse,
} from '../../contracts/api.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { oneLine } from '../text-table.ts';

type Card = NonNullable<WhyResponse['card']>;
type Held = NonNullable<WhyResponse['history']>[number];

/** `andon why`: what a service or a ticket waits for, and the ways on. */
export function whyCommand(program: Command, context: CommandContext): void {
  program
    .command('why')
    .description('why a service or a ticket stands where it stands, and why its session was chosen')
    .argument('<service|ticket>')
    .option('--json', 'as JSON')
    .action(async (name: string, flags: { json?: boolean }) => {
      const client = context.client();
      try {
        const answer = await client.get(apiPath('services', name, 'why'), serviceWhyResponse);
        context.show(flags.json, answer, () => serviceWhyText(answer));
        return;
      } catch (error) {
        if (!(error instanceof Exit) || error.code !== exitCodes.notOk) throw error;
      }
      const answer = await client
        .get(apiPath('tickets', name, 'why'), whyResponse)
        .catch((error: unknown) => {
          if (!(error instanceof Exit) || error.code !== exitCodes.notOk) throw error;
          throw new Exit(
            exitCodes.notOk,
            `There is no service and no open ticket "${name}". "andon status" lists the services.`,
          );
        });
      context.show(flags.json, answer, () => ticketWhyText(answer).join('\n'));
    });
}

/** A service's reason as text: what it does, why it stands, what can be done. */
export function serviceWhyText({ service, state, sentence, reason, ticket }: ServiceWhyResponse): string {
  return [
    `${service} is in ${state}: ${sentence}`,
    ...(reason ? [reason.text, ...(reason.details ?? []).map((detail) => `  - ${detail}`)] : []),
    ...(reason && reason.ways.length > 0 ? ['Ways on:', ...reason.ways.map((way) => `  - ${way}`)] : []),
    ...(ticket ? ticketWhyText(ticket) : []),
  ]
    .map(keepIndent)
    .join('\n');
}

function ticketWhyText({ ticket, state, why, session, card, questions, history }: WhyResponse): string[] {
  return [
    `Ticket ${ticket} is ${state}${session === undefined ? '' : ` by ${session}`}.`,
    ...why.map((line) => `  - ${line}`),
    ...(session !== undefined && card ? cardText(session, card) : []),
    ...(questions ?? []).map(({ id, session: asks, text }) => `${asks} asks (andon answer ${id}): ${text}`),
    ...(history && history.length > 0 ? ['Before:', ...history.map(heldText)] : []),
  ].map(keepIndent);
}

/** Why this one, who came next, and why not the others. */
function cardText(session: string, { score, parts, runnersUp, leftOut }: Card): string[] {
  const summands = Object.entries(parts).filter(([, part]) => part !== 0);
  const next = runnersUp.map((each) => `${each.session} (${each.score})`).join(', ');
  return [
    `${session} was chosen with ${score}: ${summands.map(([name, part]) => `${name} ${part}`).join(', ')}.`,
    ...(next === '' ? [] : [`  - next best: ${next}`]),
    ...leftOut.map((line) => `  - ${line}`),
  ];
}

function heldText({ session, outcome, reason, cost }: Held): string {
  const paid = cost?.usd == null ? '' : ` for $${cost.usd.toFixed(2)}`;
  return `  - ${session}: ${outcome}${paid}${reason === '' ? '' : `, ${reason}`}`;
}

function keepIndent(line: string): string {
  return (line.startsWith('  ') ? '  ' : '') + oneLine(line);
}
