import { type Command, InvalidArgumentError } from 'commander';
import { assignResponse, offersResponse, orderResponse } from '../../contracts/acts.ts';
import { serviceView } from '../../contracts/board.ts';
import { priorityLevels } from '../../contracts/priority-levels.ts';
import { receipt } from '../../contracts/sessions.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { oneLine } from '../text-table.ts';
import { offersText } from './offers-text.ts';

const levelNames = priorityLevels.map(({ name }) => name).join(', ');

/** What a person does to one service: `andon offers`, `prioritise`, `assign`, `approve`, `send-back`, `roll-back`. */
export function actCommands(program: Command, context: CommandContext): void {
  const say = (text: string) => context.io.out(`${oneLine(text)}\n`);
  const view = (service: string) => context.client().get(apiPath('services', service), serviceView);

  program
    .command('offers')
    .description('what can be done to a service now, why not the rest, and where it can go back to')
    .argument('<service>')
    .option('--json', 'as JSON')
    .action(async (service: string, flags: { json?: boolean }) => {
      const answer = await context.client().get(apiPath('services', service, 'offers'), offersResponse);
      context.show(flags.json, answer, () => offersText(answer));
    });

  program
    .command('prioritise')
    .description('give out the tickets of a service sooner or later than by themselves')
    .argument('<service>')
    .argument('<priority>', `${levelNames}, or a number; 0 is as usual`, priorityIn)
    .action(async (service: string, priority: number) => {
      const path = apiPath('services', service, 'prioritise');
      const { before } = await context.client().send('POST', path, orderResponse, { priority });
      say(`${service} has priority ${priority}; it was ${before}.`);
    });

  program
    .command('assign')
    .description(
      'give an open ticket to a session now: the one you name, else the best of all that may have it',
    )
    .argument('<ticket|service>')
    .argument('[session]')
    .action(async (name: string, wanted: string | undefined) => {
      const path = apiPath('tickets', await ticketOf(name), 'assign');
      const body = wanted === undefined ? {} : { session: wanted };
      const { ticket, session } = await context.client().send('POST', path, assignResponse, body);
      say(`${session} has ticket ${ticket}.`);
    });

  program
    .command('approve')
    .description('let the verified change of a service go to production, where its settings ask for that')
    .argument('<service>')
    .action(async (service: string) => {
      const { approval, change } = await view(service);
      const path = apiPath('services', service, 'approve');
      const n = approval?.change ?? change;
      const { commit } = approval ?? {};
      await context.client().send('POST', path, receipt, { change: n, ...(commit ? { commit } : {}) });
      say(`Change ${n} of ${service} is approved.`);
    });

  program
    .command('send-back')
    .description('send what was handed in back to be worked on, with what you want otherwise')
    .argument('<service>')
    .argument('<note>', 'what the next session is told first')
    .action(async (service: string, note: string) => {
      await context.client().send('POST', apiPath('services', service, 'send-back'), receipt, { note });
      say(`${service} is sent back.`);
    });

  program
    .command('roll-back')
    .description('let an earlier release of a service serve again; its data stay as they are')
    .argument('<service>')
    .argument('[release]', 'id, version or commit, as "andon offers" lists them; default: the last good one')
    .option('--reason <text>', 'why, for whoever looks at it later')
    .action(async (service: string, to: string | undefined, { reason }: { reason?: string }) => {
      const body = { ...(to === undefined ? {} : { to }), ...(reason === undefined ? {} : { reason }) };
      await context.client().send('POST', apiPath('services', service, 'roll-back'), receipt, body);
      say(
        `${service} goes back to ${to ?? 'its last good release'}; "andon why ${service}" says how far it is.`,
      );
    });

  /** The service's ticket where a service has that name, else the name itself. */
  const ticketOf = async (name: string): Promise<string> => {
    const service = await view(name).catch((error: unknown) => {
      if (error instanceof Exit && error.code === exitCodes.notOk) return undefined;
      throw error;
    });
    if (!service) return name;
    if (service.ticket !== undefined) return service.ticket;
    throw new Exit(exitCodes.refused, `${name} has no open ticket. "andon why ${name}" says how it stands.`);
  };
}

function priorityIn(text: string): number {
  const level = priorityLevels.find(({ name }) => name === text);
  const priority = level?.priority ?? (text.trim() === '' ? Number.NaN : Number(text));
  if (Number.isFinite(priority)) return priority;
  throw new InvalidArgumentError(`Say ${levelNames}, or a number.`);
}
