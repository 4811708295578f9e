import { type Command, InvalidArgumentError } from 'commander';
import { type InviteView, inviteResponse, invitesResponse, inviteView } from '../../contracts/invites.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { readRunFile } from '../run-file.ts';
import { age, textTable } from '../text-table.ts';
import { wordList } from '../word-list.ts';

type Flags = { name?: string; capabilities: string[]; uses: number; expires: number; json?: boolean };

/** `andon invite`: a token with which another machine or person joins, without the worker's key. */
export function inviteCommands(program: Command, context: CommandContext): void {
  const invite = program.command('invite').description('tokens that let others join; alone it makes one');
  invite
    .command('new', { isDefault: true })
    .description('make a token that lets a session join, and print the command to join with')
    .option('--name <name>', 'good for this name alone')
    .option('--capabilities <list>', 'what it may be given, with commas', wordList, [
      'builder',
      'tester',
      'fixer',
    ])
    .option('--uses <n>', 'how many sessions may join with it', count, 1)
    .option('--expires <span>', 'for how long it lets in: 30m, 24h, 7d', span, 24 * 3_600_000)
    .option('--json', 'as JSON')
    .action(async ({ name, capabilities, uses, expires, json }: Flags) => {
      const body = { capabilities, uses, expiresMs: expires, ...(name === undefined ? {} : { name }) };
      const made = await context.client().send('POST', apiPath('invites'), inviteResponse, body);
      const url = program.opts<{ url?: string }>().url ?? readRunFile(context.home())?.url ?? '';
      const join = `${new URL(url).origin}#${made.token}`;
      context.show(json, { ...made, join }, () => inviteText(made.invite, join));
    });

  invite
    .command('ls')
    .description('the invites, and who joined with them')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { invites } = await context.client().get(apiPath('invites'), invitesResponse);
      context.show(json, { invites }, () => invitesText(invites, Date.now()));
    });

  invite
    .command('revoke')
    .description('let nobody in with it any more; who joined stays until "andon kick"')
    .argument('<id>')
    .action(async (id: string) => {
      const { joined } = await context.client().send('DELETE', apiPath('invites', id), inviteView);
      const stay =
        joined.length > 0 ? ` Still here: ${joined.join(', ')} ("andon kick" ends a session).` : '';
      context.io.out(`Invite ${id} is revoked.${stay}\n`);
    });
}

function inviteText({ id, name, capabilities, uses, expiresAt }: InviteView, join: string): string {
  const who = name ?? (uses === 1 ? 'one session' : `${uses} sessions`);
  return [
    `Invite ${id}: ${who} may join for ${capabilities.join(', ')} until ${new Date(expiresAt).toISOString()}. It is shown this once:`,
    `  andon worker --join ${join} --agent claude`,
  ].join('\n');
}

function invitesText(invites: readonly InviteView[], now: number): string {
  if (invites.length === 0) return 'No invites.';
  const rows = invites.map(({ id, state, name, capabilities, joined, uses, expiresAt }) => [
    id,
    state,
    name ?? '-',
    capabilities.join(','),
    `${joined.length}/${uses}`,
    state === 'open' ? age(expiresAt - now) : '-',
    joined.join(',') || '-',
  ]);
  return textTable(['INVITE', 'STATE', 'NAME', 'CAPABILITIES', 'USED', 'LEFT', 'JOINED'], rows);
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('A whole number from 1 is needed.');
  return value;
}

const spans: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30m`, `24h`, `7d` in milliseconds. */
function span(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const ms = Number(number) * (spans[unit] ?? 0);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('A span like 30m, 24h or 7d is needed.');
}
