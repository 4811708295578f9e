import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ApiFailure } from '../../worker/api-failure.ts';
import { createCoordinatorApi } from '../../worker/coordinator-api.ts';
import { isAlive } from '../../worker/kept-session.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodeOfStatus, exitCodes } from '../exit-codes.ts';
import { gitWorkspaces } from '../git-workspaces.ts';
import { type Claim, changeClaim, claimDirectory, readClaim, workOf } from '../people/claim-file.ts';
import { keepLease } from '../people/keep-lease.ts';
import { leaveIfDone, openPerson, personFile, personName, readPerson } from '../people/person-session.ts';
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
      if (flags.list) return list(context, flags);
      await asExit(claim(program, context, ticket, flags));
    });

  program
    .command('submit')
    .description('hand in what lies in BUILD/ of a claimed ticket')
    .argument('[dir]', 'its directory (default: this one)')
    .option('--message <text>', 'one line on what was done')
    .option('--json', 'as JSON')
    .action((dir: string | undefined, flags: { message?: string; json?: boolean }) =>
      asExit(submit(context, dir, flags)),
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
          conclude(context, dir, name, done, isRelease ? { reason: reason.join(' ') } : { clauses: reason }),
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

async function list(context: CommandContext, flags: ClaimFlags): Promise<void> {
  const person = readPerson(personFile(context.home(), personName(flags.as)));
  const claims = (person?.claims ?? []).flatMap((directory) => {
    const found = readClaim(directory);
    if (!found) return [];
    const { ticket, kind, service, state, why, dueAt, keeper } = found;
    const kept = keeper !== null && isAlive(keeper);
    return [{ directory, ticket, kind, service, state, why, dueAt, kept }];
  });
  context.show(flags.json, { claims }, () =>
    claims.length === 0
      ? 'You have nothing in hand.'
      : claims
          .map(({ directory, ticket, kind, service, state, why, kept }) => {
            const stands = state === 'working' ? (kept ? 'yours' : 'nobody keeps its lease') : state;
            return `${ticket}  ${kind} of ${service}  ${stands}${why ? `: ${why}` : ''}  ${directory}`;
          })
          .join('\n'),
  );
}

async function submit(
  context: CommandContext,
  dir: string | undefined,
  flags: { message?: string; json?: boolean },
): Promise<void> {
  const { directory, claim: mine, api, bearer } = inHand(dir);
  const workspaces = gitWorkspaces(context.config().childEnv.PATH ?? '');
  const message = `${mine.kind} of ${mine.service}: ${flags.message ?? `by ${mine.session}`}`;
  const only = [mine.kind === 'write-spec' ? 'SPEC.md' : 'BUILD/'];
  const { commit, bundle, leftOut } = await workspaces.commit(workOf(directory), message, only);
  try {
    await api.submit(bearer, mine.ticket, mine.token, commit, bundle);
  } catch (error) {
    if (error instanceof ApiFailure && error.code === 'SUBMISSION_REFUSED') {
      changeClaim(directory, { state: 'ended', why: error.message, keeper: null });
    }
    throw error;
  }
  changeClaim(directory, { state: 'submitted', keeper: null });
  await leaveIfDone(api, mine.sessionFile);
  const strays = leftOut.filter((path) => !mine.guidance.includes(path));
  context.show(flags.json, { ticket: mine.ticket, commit, leftOut: strays }, () =>
    [
      `Handed in: ${commit.slice(0, 12)} for ticket ${mine.ticket}. Andon checks it now; "andon why ${mine.service}" says how it stands.`,
      ...(strays.length > 0 ? [`Left out, since it is outside ${only.join()}: ${strays.join(', ')}`] : []),
    ].join('\n'),
  );
}

async function conclude(
  context: CommandContext,
  dir: string | undefined,
  what: string,
  done: string,
  body: object,
): Promise<void> {
  const { directory, claim: mine, api, bearer } = inHand(dir);
  await api.say(bearer, mine.ticket, what, { token: mine.token, ...body });
  changeClaim(directory, { state: 'ended', why: done, keeper: null });
  await leaveIfDone(api, mine.sessionFile);
  context.io.out(`Ticket ${mine.ticket} is ${done}. ${directory} is yours to keep or remove.\n`);
}

function inHand(dir: string | undefined) {
  const directory = claimDirectory(dir ?? '.');
  const mine: Claim | undefined = readClaim(directory);
  if (!mine) throw new Exit(exitCodes.notOk, `${directory}/claim.json cannot be read.`);
  if (mine.state !== 'working') {
    throw new Exit(exitCodes.refused, `Ticket ${mine.ticket} is ${mine.state}. ${mine.why ?? ''}`.trim());
  }
  const bearer = readPerson(mine.sessionFile)?.token;
  if (bearer === undefined)
    throw new Exit(exitCodes.notOk, `${mine.sessionFile} is gone, and with it the token.`);
  return { directory, claim: mine, api: createCoordinatorApi(mine.url), bearer };
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
