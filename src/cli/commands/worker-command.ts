import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { destination } from 'pino';
import type { Config } from '../../config.ts';
import { createLog } from '../../log.ts';
import type { SshTarget } from '../../worker/drivers/ssh/ssh-command.ts';
import { runWorker } from '../../worker/worker.ts';
import { chooseAgent } from '../choose-agent.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { gitWorkspaces } from '../git-workspaces.ts';
import { joinByLink } from '../join-link.ts';
import { readKeyFile, readRunFile } from '../run-file.ts';
import { wordList } from '../word-list.ts';

type WorkerFlags = {
  name?: string;
  capabilities?: string[];
  join?: string;
  agent: string;
  slots: number;
  workDir?: string;
  finish: number;
  builtIn?: boolean;
  readable: string[];
  writable: string[];
  env: string[];
  account?: string;
  ssh?: string;
  sshConfig?: string;
  unattended?: boolean;
  allowUnsandboxed?: boolean;
};

/** `andon worker`: one session as a process of its own. */
export function workerCommand(program: Command, context: CommandContext): void {
  program
    .command('worker')
    .description('join the line as a session: an agent that pulls the work it is good at')
    .argument(
      '[program...]',
      'after --: the program of the agents "acp" and "command"; further words of any other',
    )
    .option('--name <name>', 'name of the session; default: that of the invite, else of this machine')
    .option(
      '--capabilities <list>',
      'what it can do, with commas: builder,tester; default: those of the invite',
      wordList,
    )
    .option('--join <link>', 'join by the link that "andon invite" prints, from any machine')
    .requiredOption(
      '--agent <driver>',
      'what does the work: a name of "andon agents ls", or acp or command with a program after --',
    )
    .option('--slots <n>', 'tickets at a time', count, 1)
    .option('--work-dir <dir>', 'where its workspaces are; default: workspaces in the home')
    .option('--finish <seconds>', 'when stopping, let running work go on for so long', count, 0)
    .option('--readable <path>', 'what the agent may read beside its workspace; may be repeated', paths, [])
    .option(
      '--writable <path>',
      'what it may write, too: the folder of its login; may be repeated',
      paths,
      [],
    )
    .option(
      '--env <name>',
      'a variable of this environment that the agent gets, too; may be repeated',
      listed,
      [],
    )
    .option('--account <name>', 'whose limits it works under: sessions of one account are parked together')
    .option('--ssh <host>', 'run the agent on this machine, over SSH, without a sandbox')
    .option('--ssh-config <file>', 'another file than ~/.ssh/config')
    .option('--unattended', 'the agent asks nobody for leave, also where no sandbox is around it')
    .option('--allow-unsandboxed', 'run the agent as you, where no sandbox holds on this machine')
    .option('--built-in', 'end when the parent process is gone')
    .action(async (argv: string[], flags: WorkerFlags) => {
      const config = context.config();
      const home = context.home();
      const joining = flags.join === undefined ? undefined : await joinByLink(flags.join, flags);
      const url = joining?.url ?? program.opts<{ url?: string }>().url ?? readRunFile(home)?.url;
      if (!url) {
        throw new Exit(
          exitCodes.unreachable,
          `No coordinator is known: Andon does not run in ${home}. Name it with --url, or join with --join.`,
        );
      }
      const name = joining?.name ?? flags.name ?? hostname();
      const capabilities = joining?.capabilities ?? flags.capabilities;
      if (!capabilities) {
        throw new Exit(exitCodes.usage, 'Say what it can do: --capabilities builder,tester.');
      }
      const log = createLog(config.logLevel, destination(2));
      const workDir = resolve(flags.workDir ?? `${home}/workspaces`);
      const { readable, writable, ssh, sshConfig } = flags;
      const chosen = await chooseAgent(
        flags.agent,
        {
          ...{ config, home, readable, writable, words: argv, pass: flags.env },
          directory: join(workDir, name),
          ssh: ssh === undefined ? undefined : sshTarget(config, ssh, sshConfig),
          unattended: flags.unattended ?? false,
          allowUnsandboxed: flags.allowUnsandboxed ?? config.allowUnsandboxed,
          say: (line) => log.info(line),
        },
        context.drivers,
      );
      const probe = async () => {
        const reason = (await chosen.problem())?.slice(0, 300);
        if (reason !== undefined) log.warn({ agent: flags.agent }, reason);
        return reason === undefined ? [] : capabilities.map((capability) => ({ capability, reason }));
      };
      await runWorker({
        url,
        workerToken: () => joining?.token ?? config.workerToken ?? readKeyFile(home, 'worker') ?? '',
        builtIn: config.builtInSecret,
        name,
        capabilities,
        slots: flags.slots,
        agent: flags.agent,
        host: hostname(),
        driver: chosen.driver,
        account: flags.account ?? chosen.account,
        probe,
        workspaces: gitWorkspaces(config.childEnv.PATH ?? ''),
        workDir,
        log,
        signal: flags.builtIn ? AbortSignal.any([context.signal, parentGone()]) : context.signal,
        consume: context.consume,
        finishMs: flags.finish * 1_000,
        hurry: context.hurry?.(),
        stall: config.limits,
        keepFailedMs: config.limits.failedWorkspacesKeptMs,
      });
    });
}

function parentGone(): AbortSignal {
  const gone = new AbortController();
  process.once('disconnect', () => gone.abort());
  return gone.signal;
}

/** The agent's own connections are those of whoever starts the worker, with his keys. */
function sshTarget(config: Config, host: string, configFile: string | undefined): SshTarget {
  return {
    host,
    ...(configFile === undefined ? {} : { configFile: resolve(configFile) }),
    env: { ...config.childEnv, ...config.environment(['SSH_AUTH_SOCK']) },
  };
}

function listed(name: string, before: string[]): string[] {
  return [...before, name];
}

function paths(path: string, before: string[]): string[] {
  return [...before, resolve(path)];
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('A whole number is needed.');
  return value;
}
