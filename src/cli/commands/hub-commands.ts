import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import {
  locksResponse,
  lockView,
  type MessageView,
  messagesResponse,
  messageView,
} from '../../contracts/hub.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { oneLine, textTable } from '../text-table.ts';

const done = z.object({});
type Read = { for?: string; unread?: boolean; markRead?: boolean; limit: number; json?: boolean };

/** `andon send`, `messages` and `lock`: what people tell sessions, read of them, and keep them out of. */
export function hubCommands(program: Command, context: CommandContext): void {
  program
    .command('send')
    .description('send a message to a session, or to all of them with "broadcast"')
    .argument('<to>', 'a session’s name, or "broadcast"')
    .argument('<subject>')
    .argument('<text>')
    .option('--type <type>', 'info, warning, error or request', 'info')
    .option('--priority <priority>', 'high, normal or low', 'normal')
    .action(async (to: string, subject: string, body: string, flags: { type: string; priority: string }) => {
      const sent = await context
        .client()
        .send('POST', apiPath('messages'), messageView, { to, subject, body, ...flags });
      context.io.out(`Sent to ${sent.to} (${sent.id}).\n`);
    });

  program
    .command('messages')
    .description('what was said, newest last')
    .option('--for <session>', 'what is addressed to this session, errors and warnings first')
    .option('--unread', 'what was not read yet')
    .option('--mark-read', 'count them as read by the one they are shown for')
    .option('--limit <n>', 'so many of the newest', whole, 100)
    .option('--json', 'as JSON')
    .action(async (flags: Read) => {
      const client = context.client();
      const query = new URLSearchParams({
        ...(flags.for === undefined ? {} : { for: flags.for }),
        ...(flags.unread ? { unread: 'true' } : {}),
        limit: String(flags.limit),
      });
      const answer = await client.get(`${apiPath('messages')}?${query}`, messagesResponse);
      context.show(flags.json, answer, () => messagesText(answer.messages));
      if (!flags.markRead) return;
      const who = flags.for === undefined ? {} : { for: flags.for };
      const ids = answer.messages.map(({ id }) => id);
      await client.send('POST', apiPath('messages', 'read'), done, { ...who, ids });
    });

  const lock = program.command('lock').description('locks by which sessions keep each other out');
  lock
    .command('ls')
    .description('the locks there are')
    .option('--json', 'as JSON')
    .action(async (flags: { json?: boolean }) => {
      const answer = await context.client().get(apiPath('locks'), locksResponse);
      context.show(flags.json, answer, () =>
        answer.locks.length === 0
          ? 'No locks.'
          : textTable(
              ['SCOPE', 'OWNER', 'FENCE', 'UNTIL', 'WHY'],
              answer.locks.map(({ scope, owner, fence, expiresAt, reason }) => [
                ...[scope, owner, String(fence)],
                ...[new Date(expiresAt).toISOString(), reason],
              ]),
            ),
      );
    });
  lock
    .command('take')
    .description('lock something yourself')
    .argument('<scope>')
    .option('--seconds <n>', 'for how long', whole, 600)
    .option('--reason <text>', 'why', '')
    .action(async (scope: string, flags: { seconds: number; reason: string }) => {
      const taken = await context.client().send('POST', apiPath('locks'), lockView, { scope, ...flags });
      context.io.out(
        `Locked ${scope} until ${new Date(taken.expiresAt).toISOString()} (fence ${taken.fence}).\n`,
      );
    });
  lock
    .command('break')
    .description('end a lock, whoever holds it')
    .argument('<scope>')
    .action(async (scope: string) => {
      const query = new URLSearchParams({ scope });
      await context.client().send('DELETE', `${apiPath('locks')}?${query}`, done);
      context.io.out(`${scope} is not locked any more.\n`);
    });
}

function messagesText(messages: readonly MessageView[]): string {
  if (messages.length === 0) return 'No messages.';
  return messages
    .flatMap(({ at, from, to, type, subject, body, read }) => [
      oneLine(`${read ? ' ' : '*'} ${new Date(at).toISOString()} ${from} → ${to} [${type}] ${subject}`),
      ...(body === '' ? [] : body.split('\n').map((line) => `    ${oneLine(line)}`)),
    ])
    .join('\n');
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('A whole number is needed.');
  return value;
}
