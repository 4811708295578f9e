import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ApiFailure } from '../../worker/api-failure.ts';
import { createCoordinatorApi } from '../../worker/coordinator-api.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodeOfStatus, exitCodes } from '../exit-codes.ts';
import { gitWorkspaces } from '../git-workspaces.ts';
import { workOf } from '../people/claim-file.ts';
import { concludeClaim, submitClaim } from '../people/end-claim.ts';
import { keepLease } from '../people/keep-lease.ts';
import { listClaims } from '../people/list-claims.ts';
import { leaveIfDone, openPerson, personFile, personName } from '../people/person-session.ts';
import { mustBeFree, startClaim } from '../people/start-claim.ts';
import { takeTicket } from '../people/take-ticket.ts';
import { readKeyFile, readRunFile } from '../run-file.ts';

type ClaimFlags = {
  service?: string;
  kind?: string;
  dir?: string;
  wait?: boolean;
  as?: string;
  capabilities?: string;
  list?: boolean;
  keep?: string;
  json?: boolean;
};

/** `andon claim`, `submit`, `release`, `cannot`, `contradiction`: a person works on tickets as a session does. */
export function peopleCommands(program: Command, context: CommandContext): void {
  program
    .command('claim')
    .description('take a ticket yourself: its workspace, and TICKET.md beside it with what is to be done')
    .argument('[ticket]', 'this one; else the most urgent one that waits')
    .option('--service <name>', 'a ticket of this service')
    .option('--kind <kind>', 'a ticket of this kind: build, fix, write-tests, write-spec')
    .option('--dir <dir>', 'where to work (default: <service>-<ticket> here)')
    .option('--wait', 'wait until there is one')
    .option('--as <name>', 'who you are (default: your user name)')
    .option('--capabilities <list>', 'what you can do, with commas (default: architect,builder,tester,fixer)')
    .option('--list', 'what you have in hand')
    .option('--json', 'as JSON')
    .option('--keep <dir>', 'keep the lease of a claimed ticket until it is over; claim starts this itself')
    .action(async (ticket: string | undefined, flags: ClaimFlags) => {
      if (flags.keep !== undefined) return keepLease(flags.keep, context.signal);
      if (flags.list) return listClaims(context, flags);
      await asExit(claim(program, context, ticket, flags));
    });

  program
    .command('submit')
    .description('hand in what lies in BUILD/ of a claimed ticket')
    .argument('[dir]', 'its directory (default: this one)')
    .option('--message <text>', 'one line on what was done')
    .option('--json', 'as JSON')
    .action((dir: string | undefined, flags: { message?: string; json?: boolean }) =>
      asExit(submitClaim(context, dir, flags)),
    );

  const end = (name: 'release' | 'cannot' | 'contradiction', description: string, done: string): void => {
    const isRelease = name === 'release';
    program
      .command(name)
      .description(description)
      .argument('[dir]', 'its directory (default: this one)')
      .requiredOption(
        '--reason <text>',
        isRelease ? 'why' : 'the sentence of the spec; may be repeated',
        more,
      )
      .action((dir: string | undefined, { reason }: { reason: string[] }) =>
        asExit(
          concludeClaim(
            context,
            dir,
            name,
            done,
            isRelease ? { reason: reason.join(' ') } : { clauses: reason },
          ),
        ),
      );
  };
  end('release', 'give a claimed ticket back; somebody else may take it', 'given back');
  end(
    'cannot',
    'say that you cannot do a claimed ticket; you are not asked again',
    'given back: you cannot do it',
  );
  end(
    'contradiction',
    'say that the spec of a claimed ticket contradicts itself',
    'stopped: its spec contradicts itself',
  );
}

async function claim(
  program: Command,
  context: CommandContext,
  ticket: string | undefined,
  flags: ClaimFlags,
): Promise<void> {
  const config = context.config();
  const home = context.home();
  const url = program.opts<{ url?: string }>().url ?? readRunFile(home)?.url;
  if (!url) {
    throw new Exit(
      exitCodes.unreachable,
      `No coordinator is known: Andon does not run in ${home}. Name it with --url.`,
    );
  }
  if (flags.dir !== undefined) mustBeFree(resolve(flags.dir));
  const api = createCoordinatorApi(url);
  const name = personName(flags.as);
  const sessionFile = resolve(personFile(home, name));
  const person = await openPerson(api, {
    ...{ file: sessionFile, name },
    capabilities: flags.capabilities?.split(',').map((word) => word.trim()),
    workerToken: config.workerToken ?? readKeyFile(home, 'worker') ?? '',
  });
  const started = await (async () => {
    try {
      const { service, kind, wait = false } = flags;
      const taken = await takeTicket(api, person.token, { ticket, service, kind, wait }, context.signal);
      const workspaces = gitWorkspaces(config.childEnv.PATH ?? '');
      const { self = [] } = context;
      return await startClaim(
        { api, url, person, sessionFile, workspaces, self, env: config.childEnv },
        taken,
        flags.dir,
      );
    } catch (error) {
      await leaveIfDone(api, sessionFile);
      throw error;
    }
  })();
  const { directory, claim: mine } = started;
  context.show(flags.json, { directory, work: workOf(directory), ...mine }, () =>
    [
      `Ticket ${mine.ticket} is yours: ${mine.kind} of ${mine.service}, until ${new Date(mine.dueAt).toLocaleString()}.`,
      `  read       ${directory}/TICKET.md`,
      `  work in    ${workOf(directory)}${mine.kind === 'write-spec' ? '/SPEC.md' : '/BUILD'}`,
      `  hand in    andon submit ${directory}`,
      `  give back  andon release ${directory} --reason "…"`,
    ].join('\n'),
  );
}

function more(text: string, before: string[] = []): string[] {
  return [...before, text];
}

/** The coordinator's refusals as the exits of the program. */
async function asExit(task: Promise<void>): Promise<void> {
  try {
    await task;
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    const code = error.status === null ? exitCodes.unreachable : exitCodeOfStatus(error.status);
    throw new Exit(code, `${error.message} (${error.code})`);
  }
}
