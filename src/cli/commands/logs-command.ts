import { setTimeout as wait } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type LogLine, logLevels, logsView, mostLines } from '../../contracts/logs.ts';
import { plainText } from '../../contracts/plain-text.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';

const followMs = 500;

type Flags = {
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly lines: number;
  readonly source?: string;
  readonly level?: string;
};

/** `andon logs`: what sessions, gates, Andon and the running service print. */
export function logsCommand(program: Command, context: CommandContext): void {
  program
    .command('logs')
    .description('the newest log lines of a service')
    .argument('<service>')
    .option('-f, --follow', 'go on as they come')
    .option('-n, --lines <n>', `how many to begin with, at most ${mostLines}`, count, 500)
    .option('--source <source>', 'only those of a session, of verify, service or andon')
    .addOption(new Option('--level <level>', 'that grave or graver').choices(logLevels))
    .option('--json', 'one JSON object a line')
    .action(async (service: string, flags: Flags) => {
      const client = context.client();
      const filter = {
        ...(flags.source === undefined ? {} : { source: flags.source }),
        ...(flags.level === undefined ? {} : { level: flags.level }),
      };
      const pageOf = (query: Record<string, string>) =>
        client.get(
          `${apiPath('services', service, 'logs')}?${new URLSearchParams({ ...filter, ...query })}`,
          logsView,
        );
      const print = (lines: readonly LogLine[]) => {
        for (const line of lines) context.io.out(`${flags.json ? JSON.stringify(line) : textOf(line)}\n`);
      };

      let { lines, last } = await pageOf({ limit: String(flags.lines) });
      print(lines);
      while (flags.follow && !context.signal.aborted) {
        const full = lines.length === mostLines;
        if (!full) await wait(followMs, undefined, { signal: context.signal }).catch(() => undefined);
        if (context.signal.aborted) return;
        const after = full ? (lines.at(-1)?.n ?? last) : last;
        ({ lines, last } = await pageOf({ after: String(after), limit: String(mostLines) }));
        print(lines);
      }
    });
}

function textOf({ at, source, line }: LogLine): string {
  return `${new Date(at).toISOString()} ${plainText(source)}: ${plainText(line)}`;
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= mostLines) return value;
  throw new InvalidArgumentError(`A whole number from 1 to ${mostLines} is needed.`);
}
