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

/** `andon why`: what a service or a ticket waits for, and the ways on. */
export function whyCommand(program: Command, context: CommandContext): void {
  program
    .command('why')
    .description('why a service or a ticket stands where it stands')
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

function ticketWhyText({ ticket, state, why }: WhyResponse): string[] {
  return [`Ticket ${ticket} is ${state}.`, ...why.map((line) => `  - ${line}`)].map(keepIndent);
}

function keepIndent(line: string): string {
  return (line.startsWith('  ') ? '  ' : '') + oneLine(line);
}
