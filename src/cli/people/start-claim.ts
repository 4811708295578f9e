import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf } from '../../errors.ts';
import type { CoordinatorApi } from '../../worker/coordinator-api.ts';
import type { Workspaces } from '../../worker/worker-options.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { type Claim, changeClaim, readClaim, workOf, writeClaim } from './claim-file.ts';
import { addClaim, type PersonSession } from './person-session.ts';

export type StartClaim = {
  readonly api: CoordinatorApi;
  readonly url: string;
  readonly person: PersonSession;
  readonly sessionFile: string;
  readonly workspaces: Workspaces;
  /** Starts this program again. */
  readonly self: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** Refuses a directory that holds something already. */
export function mustBeFree(directory: string): void {
  if (!existsSync(directory) || readdirSync(directory).length === 0) return;
  throw new Exit(exitCodes.usage, `${directory} is not empty. Name another one with --dir.`);
}

/** Starts the work on a ticket that was taken: its workspace, what it is about, and who keeps the lease. */
export async function startClaim(
  deps: StartClaim,
  { ticket, token }: { readonly ticket: string; readonly token: number },
  dir: string | undefined,
): Promise<{ readonly directory: string; readonly claim: Claim }> {
  const { api, person, workspaces } = deps;
  let directory: string | undefined;
  try {
    const brief = await api.claim(person.token, ticket, token);
    directory = resolve(dir ?? `${brief.service}-${ticket}`);
    mustBeFree(directory);
    const { kind, service, dueAt, guidance = [] } = brief;
    const claim: Claim = {
      ...{ url: deps.url, session: person.name, sessionFile: deps.sessionFile },
      ...{ ticket, token, kind, service, dueAt, guidance: guidance.map(({ path }) => path) },
      ...{ keeper: null, state: 'working', why: null },
    };
    await mkdir(directory, { recursive: true, mode: 0o700 });
    writeClaim(directory, claim);
    addClaim(deps.sessionFile, directory);
    const keeper = startKeeper(deps, directory);
    changeClaim(directory, { keeper });
    await writeFile(join(directory, 'TICKET.md'), brief.prompt || plainText(claim, brief.spec));
    const bundle = join(directory, 'base.bundle');
    await api.download(person.token, ticket, token, bundle);
    await workspaces.create(bundle, brief.base, workOf(directory), guidance);
    await rm(bundle, { force: true });
    return { directory, claim: { ...claim, keeper } };
  } catch (error) {
    const reason = `The work could not be begun: ${messageOf(error)}`;
    await api.say(person.token, ticket, 'release', { token, reason }).catch(() => undefined);
    // Only what was made here: the directory may be somebody's.
    if (directory !== undefined && readClaim(directory))
      await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** A process that outlives this one; answers its id. */
function startKeeper({ self, env }: StartClaim, directory: string): number {
  const [program, ...args] = self;
  if (program === undefined) throw new Exit(exitCodes.notOk, 'This program cannot start itself again.');
  const child = spawn(program, [...args, 'claim', '--keep', directory], {
    detached: true,
    stdio: 'ignore',
    env,
  });
  child.on('error', () => undefined);
  child.unref();
  if (child.pid === undefined) throw new Exit(exitCodes.notOk, `${program} cannot be started.`);
  return child.pid;
}

function plainText({ ticket, kind, service }: Claim, spec: string): string {
  return `Ticket ${ticket}: ${kind} of ${service}\n\n${spec}\n`;
}
