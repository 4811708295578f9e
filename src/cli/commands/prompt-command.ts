import { Argument, type Command } from 'commander';
import { ticketKind } from '../../../machines/ticket/ticket.events.ts';
import { shippedTemplates } from '../../prompt/templates.ts';
import type { CommandContext } from '../command-context.ts';

/** `andon prompt`: the template a session is told its ticket by, to start one's own from. */
export function promptCommand(program: Command, context: CommandContext): void {
  program
    .command('prompt')
    .description('the shipped template of what sessions are told with a kind of ticket')
    .addArgument(new Argument('<kind>').choices(ticketKind.options))
    .action((kind: string) => {
      context.io.out(shippedTemplates[ticketKind.parse(kind)]);
    });
}
