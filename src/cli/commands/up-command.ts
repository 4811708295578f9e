import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

/** `andon up`: runs the line in this process until it is asked to end. */
export function upCommand(program: Command, context: CommandContext): void {
  program
    .command('up')
    .description('run the line: coordinator, board, gateway and the built-in sessions')
    .option(
      '--allow-unsandboxed',
      'where no sandbox holds, run everything with process limits alone instead of refusing it',
    )
    .action(async (flags: { allowUnsandboxed?: boolean }) => {
      const given = context.config();
      const allowUnsandboxed = flags.allowUnsandboxed ?? given.allowUnsandboxed;
      const config = { ...given, home: context.home(), allowUnsandboxed };
      const running = await context.start(config);
      context.io.out(`Board    ${running.boardUrl}\nServices ${running.gatewayUrl}/<name>/\n`);
      if (!context.signal.aborted) {
        await new Promise<void>((resolve) => {
          context.signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      await running.close();
    });
}
