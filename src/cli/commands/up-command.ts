import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

/** `andon up`: runs the line in this process until it is asked to end. */
export function upCommand(program: Command, context: CommandContext): void {
  program
    .command('up')
    .description('run the line: coordinator, board, gateway and the built-in sessions')
    .action(async () => {
      const config = { ...context.config(), home: context.home() };
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
