import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { destination } from 'pino';
import { createLog } from '../../log.ts';
import { createCommandDriver } from '../../worker/drivers/command/command-driver.ts';
import { createDriverRegistry } from '../../worker/drivers/driver-registry.ts';
import { runWorker } from '../../worker/worker.ts';
import { agentSandbox } from '../agent-sandbox.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { gitWorkspaces } from '../git-workspaces.ts';
import { readKeyFile, readRunFile } from '../run-file.ts';

type WorkerFlags = {
  name: string;
  capabilities: string[];
  agent: string;
  slots: number;
  workDir?: string;
  finish: number;
  builtIn?: boolean;
  readable: string[];
  writable: string[];
  allowUnsandboxed?: boolean;
};

/** `andon worker`: one session as a process of its own. */
export function workerCommand(program: Command, context: CommandContext): void {
  program
    .command('worker')
    .description('join the line as a session; with --agent command, the program follows after --')
    .argument('[program...]', 'program and arguments of the agent "command"')
    .option('--name <name>', 'name of the session', hostname())
    .requiredOption('--capabilities <list>', 'what it can do, with commas: builder,tester', words)
    .requiredOption(
      '--agent <driver>',
      `what does the work: ${[...Object.keys(context.drivers), 'command'].sort().join(', ')}`,
    )
    .option('--slots <n>', 'tickets at a time', count, 1)
    .option('--work-dir <dir>', 'where its workspaces are; default: workspaces in the home')
    .option('--finish <seconds>', 'when stopping, let running work go on for so long', count, 0)
    .option(
      '--readable <path>',
      'what the agent "command" may read beside its workspace; may be repeated',
      paths,
      [],
    )
    .option(
      '--writable <path>',
      'what it may write, too: the folder of its login; may be repeated',
      paths,
      [],
    )
    .option('--allow-unsandboxed', 'run the agent as you, where no sandbox holds on this machine')
    .option('--built-in', 'end when the parent process is gone')
    .action(async (argv: string[], flags: WorkerFlags) => {
      const config = context.config();
      const home = context.home();
      const url = program.opts<{ url?: string }>().url ?? readRunFile(home)?.url;
      if (!url) {
        throw new Exit(
          exitCodes.unreachable,
          `No coordinator is known: Andon does not run in ${home}. Name it with --url.`,
        );
      }
      const log = createLog(config.logLevel, destination(2));
      const { readable, writable } = flags;
      const sandboxFor = (program: string) =>
        agentSandbox({
          ...{ config, home, program, readable, writable },
          allowUnsandboxed: flags.allowUnsandboxed ?? config.allowUnsandboxed,
          say: (line) => log.info(line),
        });
      const registry = createDriverRegistry({
        ...context.drivers,
        command: async ({ argv: given }) => {
          const program = given[0] ?? '';
          const sandbox = await sandboxFor(program);
          return createCommandDriver({ argv: given, env: config.childEnv, sandbox, readable, writable });
        },
      });
      await runWorker({
        url,
        workerToken: () => config.workerToken ?? readKeyFile(home, 'worker') ?? '',
        builtIn: config.builtInSecret,
        name: flags.name,
        capabilities: flags.capabilities,
        slots: flags.slots,
        agent: flags.agent,
        host: hostname(),
        driver: await registry.create(flags.agent, argv),
        workspaces: gitWorkspaces(config.childEnv.PATH ?? ''),
        workDir: resolve(flags.workDir ?? `${home}/workspaces`),
        log,
        signal: flags.builtIn ? AbortSignal.any([context.signal, parentGone()]) : context.signal,
        consume: context.consume,
        finishMs: flags.finish * 1_000,
      });
    });
}

function parentGone(): AbortSignal {
  const gone = new AbortController();
  process.once('disconnect', () => gone.abort());
  return gone.signal;
}

function paths(path: string, before: string[]): string[] {
  return [...before, resolve(path)];
}

function words(text: string): string[] {
  const all = text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  if (all.length === 0) throw new InvalidArgumentError('Name at least one capability.');
  return all;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('A whole number is needed.');
  return value;
}
