import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { runChecks } from '../doctor/checks.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { oneLine } from '../text-table.ts';

const marks = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;

/** `andon doctor`: whether this machine has what Andon needs, and what to do where it has not. */
export function doctorCommand(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('check this machine; exit 1 when something that is needed is missing')
    .option('--json', 'as JSON')
    .action(async (flags: { json?: boolean }) => {
      const checks = await runChecks({ ...context.config(), home: context.home() });
      context.show(flags.json, { checks }, () =>
        checks
          .flatMap(({ level, name, text, todo }) => [
            `${marks[level]} ${name}: ${oneLine(text)}`,
            ...(todo ? [`     → ${todo}`] : []),
          ])
          .join('\n'),
      );
      if (checks.some(({ level }) => level === 'fail')) throw new Exit(exitCodes.notOk);
    });
}
