import type { Command } from 'commander';
import { questionsResponse } from '../../contracts/api.ts';
import { receipt } from '../../contracts/sessions.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { age, oneLine } from '../text-table.ts';

/** `andon questions` and `andon answer`: what sessions want to know of a person. */
export function questionCommands(program: Command, context: CommandContext): void {
  program
    .command('questions')
    .description('what sessions want to know of a person')
    .option('--json', 'as JSON')
    .action(async (flags: { json?: boolean }) => {
      const answer = await context.client().get(apiPath('questions'), questionsResponse);
      context.show(flags.json, answer, () =>
        answer.questions.length === 0
          ? 'Nobody asks anything.'
          : answer.questions
              .flatMap(({ id, service, session, text, options, at }) => [
                oneLine(`${id}  ${session} on ${service}, ${age(Date.now() - at)} ago`),
                ...text.split('\n').map((line) => `    ${oneLine(line)}`),
                ...options.map((option) => `    - ${oneLine(option)}`),
              ])
              .join('\n'),
      );
    });

  program
    .command('answer')
    .description('answer a question; the session hears it with its next heartbeat')
    .argument('<id>')
    .argument('<text>')
    .action(async (id: string, text: string) => {
      await context.client().send('POST', apiPath('questions', id, 'answer'), receipt, { text });
      context.io.out('Answered.\n');
    });
}
