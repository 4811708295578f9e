import type { Command } from 'commander';
import { envNamesResponse } from '../../contracts/api.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodes } from '../exit-codes.ts';

/** `andon env`: the secrets of a service. Values go in and never come out. */
export function envCommand(program: Command, context: CommandContext): void {
  program
    .command('env')
    .description('list, set or unset the environment of a service; it takes them at its next start')
    .argument('<service>')
    .argument('[NAME=value...]')
    .option('--unset <NAME...>', 'take these away')
    .option('--json', 'as JSON')
    .action(async (service: string, settings: string[], flags: { unset?: string[]; json?: boolean }) => {
      const client = context.client();
      const path = apiPath('services', service, 'env');
      const values = Object.fromEntries(settings.map(setting));
      if (settings.length > 0) await client.send('PUT', path, envNamesResponse, values);
      for (const name of flags.unset ?? []) {
        await client.send('DELETE', apiPath('services', service, 'env', name), envNamesResponse);
      }
      const { names } = await client.get(path, envNamesResponse);
      context.show(flags.json, { names }, () => names.join('\n') || `Nothing is set for ${service}.`);
    });
}

function setting(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new Exit(exitCodes.usage, `"${text}" is not NAME=value.`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}
