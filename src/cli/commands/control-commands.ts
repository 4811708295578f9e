import { resolve } from 'node:path';
import type { Command } from 'commander';
import { backupResponse, servicesResponse, sessionsResponse } from '../../contracts/api.ts';
import { receipt } from '../../contracts/sessions.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodes } from '../exit-codes.ts';

const said = {
  pause: 'is paused: facts are taken, nothing is assigned, deployed or switched',
  resume: 'goes on',
  retry: 'is tried again',
  retire: 'is retired: it is stopped for good',
} as const;

type Verb = keyof typeof said;

/** `andon pause`, `resume`, `retry`, `retire`: a person's word to a service, or to the whole line. */
export function controlCommands(program: Command, context: CommandContext): void {
  const pathOf = async (verb: Verb, name: string | undefined): Promise<string> => {
    if (name === undefined) return apiPath(verb);
    const service = apiPath('services', name, verb);
    if (verb !== 'resume') return service;
    const client = context.client();
    const { services } = await client.get('/api/services', servicesResponse);
    if (services.some((each) => each.name === name)) return service;
    const { sessions } = await client.get('/api/sessions', sessionsResponse);
    return sessions.some((each) => each.name === name) ? apiPath('sessions', name, verb) : service;
  };

  const tell = async (verb: Verb, service: string | undefined): Promise<void> => {
    const path = await pathOf(verb, service);
    const { ignored } = await context.client().send('POST', path, receipt);
    const who = service ?? 'The line';
    if (ignored)
      throw new Exit(
        exitCodes.refused,
        `${who}: "${verb}" changes nothing now. "andon why" says how it stands.`,
      );
    context.io.out(`${who} ${said[verb]}.\n`);
  };

  const freeAccount = async (account: string): Promise<void> => {
    const { ignored } = await context.client().send('POST', apiPath('accounts', account, 'free'), receipt);
    if (ignored) {
      throw new Exit(
        exitCodes.refused,
        `"${account}" does not rest. "andon status" lists the accounts that do.`,
      );
    }
    context.io.out(`Work is assigned for ${account} again.\n`);
  };

  program
    .command('pause')
    .description('pause a service or the whole line')
    .argument('[service]')
    .action((service: string | undefined) => tell('pause', service));
  program
    .command('resume')
    .description('resume a service, a session that was drained or kicked, an account, or the whole line')
    .argument('[name]')
    .option('--account <account>', 'work is assigned for this account again, before its limit is over')
    .action((name: string | undefined, { account }: { account?: string }) => {
      if (account === undefined) return tell('resume', name);
      if (name === undefined) return freeAccount(account);
      throw new Exit(exitCodes.usage, 'Name one thing to resume: a service, a session or an account.');
    });
  program
    .command('retry')
    .description('try a blocked service again')
    .argument('<service>')
    .action((service: string) => tell('retry', service));
  program
    .command('retire')
    .description('stop a service for good and take it off the line')
    .argument('<service>')
    .action((service: string) => tell('retire', service));
  program
    .command('backup')
    .description('copy what matters of the home to a new directory, while running')
    .argument('<dir>')
    .action(async (dir: string) => {
      const { path } = await context
        .client()
        .send('POST', apiPath('backup'), backupResponse, { path: resolve(dir) });
      context.io.out(`Copied to ${path}.\n`);
    });
}
