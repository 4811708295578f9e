import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { logsView } from '../../contracts/history.ts';
import { plainText } from '../../contracts/plain-text.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';

const followMs = 500;

/** `andon logs`: what sessions, gates and the running service print. */
export function logsCommand(program: Command, context: CommandContext): void {
  program
    .command('logs')
    .description('the newest log lines of a service')
    .argument('<service>')
    .option('-f, --follow', 'go on as they come')
    .option('--json', 'one JSON object a line')
    .action(async (service: string, flags: { follow?: boolean; json?: boolean }) => {
      const client = context.client();
      let after = 0;
      do {
        const { lines } = await client.get(
          `${apiPath('services', service, 'logs')}?after=${after}`,
          logsView,
        );
        for (const line of lines) {
          after = Math.max(after, line.n);
          const at = new Date(line.at).toISOString();
          const text = `${at} ${plainText(line.source)}: ${plainText(line.line)}`;
          context.io.out(`${flags.json ? JSON.stringify(line) : text}\n`);
        }
        if (flags.follow) await wait(followMs, undefined, { signal: context.signal }).catch(() => undefined);
      } while (flags.follow && !context.signal.aborted);
    });
}
