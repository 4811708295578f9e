import { Command, CommanderError } from 'commander';
import { messageOf } from '../errors.ts';
import type { CliDeps } from './cli-deps.ts';
import { createCommandContext } from './command-context.ts';
import { actCommands } from './commands/act-commands.ts';
import { agentsCommand } from './commands/agents-command.ts';
import { buildsCommand } from './commands/builds-command.ts';
import { controlCommands } from './commands/control-commands.ts';
import { costCommand } from './commands/cost-command.ts';
import { doctorCommand } from './commands/doctor-command.ts';
import { envCommand } from './commands/env-command.ts';
import { hubCommands } from './commands/hub-commands.ts';
import { inviteCommands } from './commands/invite-commands.ts';
import { logsCommand } from './commands/logs-command.ts';
import { mcpCommand } from './commands/mcp-command.ts';
import { metricsCommand } from './commands/metrics-command.ts';
import { peopleCommands } from './commands/people-commands.ts';
import { promptCommand } from './commands/prompt-command.ts';
import { questionCommands } from './commands/question-commands.ts';
import { recordCommand } from './commands/record-command.ts';
import { sessionCommands } from './commands/session-commands.ts';
import { specCommand } from './commands/spec-command.ts';
import { statusCommand } from './commands/status-command.ts';
import { upCommand } from './commands/up-command.ts';
import { verifyCommand } from './commands/verify-command.ts';
import { whyCommand } from './commands/why-command.ts';
import { workerCommand } from './commands/worker-command.ts';
import { Exit, exitCodeOf, exitCodes } from './exit-codes.ts';
import { oneLine } from './text-table.ts';

const exitHelp = `
Exit codes: 0 fine · 1 what was asked about is not · 2 wrong usage · 3 the coordinator cannot be reached · 4 refused`;

/** The program `andon` with all its commands. */
export function createProgram(deps: CliDeps): Command {
  const program = new Command('andon')
    .description('An autonomous assembly line for software services.')
    .version(deps.version)
    .option('--home <dir>', 'the home (default: ANDON_HOME, else ./.andon)')
    .option('--url <url>', 'the coordinator (default: the one running in the home)')
    .addHelpText('after', exitHelp)
    .exitOverride()
    .configureOutput({ writeOut: deps.io.out, writeErr: deps.io.err });
  const context = createCommandContext(deps, program);
  for (const add of [
    upCommand,
    statusCommand,
    whyCommand,
    logsCommand,
    costCommand,
    metricsCommand,
    verifyCommand,
    recordCommand,
    buildsCommand,
    specCommand,
    workerCommand,
    agentsCommand,
    sessionCommands,
    inviteCommands,
    peopleCommands,
    promptCommand,
    envCommand,
    controlCommands,
    actCommands,
    hubCommands,
    questionCommands,
    mcpCommand,
    doctorCommand,
  ]) {
    add(program, context);
  }

  return program;
}

/** Runs the program with these arguments (without node and script) and resolves with its exit code; never rejects. */
export async function runProgram(args: readonly string[], deps: CliDeps): Promise<number> {
  try {
    await createProgram(deps).parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const text = messageOf(error);
    if (!(error instanceof Exit) || text !== '') deps.io.err(`andon: ${oneLine(text)}\n`);
    return exitCodeOf(error);
  }
}
