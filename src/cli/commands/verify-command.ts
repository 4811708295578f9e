import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { type VerifyResponse, verifyResponse } from '../../contracts/records.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { verifyText } from '../record-text.ts';
import { oneLine } from '../text-table.ts';

const pollMs = 500;

/** `andon verify`: runs the test gate again on what serves, or on a commit, and says what is different. */
export function verifyCommand(program: Command, context: CommandContext): void {
  program
    .command('verify')
    .description('verify again and compare with the record; exit 1 when it failed or is not the same')
    .argument('<service>')
    .option('--commit <commit>', 'the commit; default: what serves')
    .option('--json', 'as JSON, once it is done')
    .action(async (service: string, flags: { commit?: string; json?: boolean }) => {
      const client = context.client();
      const path = apiPath('services', service, 'verify');
      const body = flags.commit === undefined ? {} : { commit: flags.commit };
      let answer = await client.send('POST', path, verifyResponse, body);
      let said = '';
      while (answer.state === 'running') {
        context.signal.throwIfAborted();
        await wait(pollMs, undefined, { signal: context.signal });
        answer = await client.get(apiPath('services', service, 'verify', answer.record), verifyResponse);
        const line = progressLine(answer);
        if (!flags.json && line !== said && line !== '') context.io.err(`${line}\n`);
        said = line;
      }
      context.show(flags.json, answer, () => verifyText(answer));
      const { verdict, comparison } = answer;
      if (verdict !== 'passed' || comparison?.same === false) throw new Exit(exitCodes.notOk);
    });
}

function progressLine({ progress }: VerifyResponse): string {
  if (!progress) return '';
  const { phase, passed, total } = progress;
  return oneLine(`${phase}${passed === undefined || total === undefined ? '' : ` ${passed}/${total}`}`);
}
