import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../../errors.ts';
import type { CoordinatorApi } from '../../worker/coordinator-api.ts';
import type { Workspaces } from '../../worker/worker-options.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { type Claim, readClaim, workOf, writeClaim } from './claim-file.ts';
import { addClaim, type PersonSession } from './person-session.ts';

/** How long the process that keeps the lease may take to start, and how often it is looked for. */
const keeperMs = 60_000;
const lookMs = 50;

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
  // Until the process that keeps the lease beats itself.
  const leases = [{ ticket, token }];
  const beat = () => void api.heartbeat(person.token, person.name, { leases }).catch(() => undefined);
  const beating = setInterval(beat, person.beatMs);
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
    startKeeper(deps, directory);
    await writeFile(join(directory, 'TICKET.md'), brief.prompt || plainText(claim, brief.spec));
    const bundle = join(directory, 'base.bundle');
    await api.download(person.token, ticket, token, bundle);
    await workspaces.create(bundle, brief.base, workOf(directory), guidance);
    await rm(bundle, { force: true });
    return { directory, claim: await kept(directory) };
  } catch (error) {
    const reason = `The work could not be begun: ${messageOf(error)}`;
    await api.say(person.token, ticket, 'release', { token, reason }).catch(() => undefined);
    // Only what was made here: the directory may be somebody's.
    if (directory !== undefined && readClaim(directory))
      await rm(directory, { recursive: true, force: true });
    throw error;
  } finally {
    clearInterval(beating);
  }
}

/** A process that outlives this one and writes its id into the claim. */
function startKeeper({ self, env }: StartClaim, directory: string): void {
  const [program, ...args] = self;
  if (program === undefined) throw new Exit(exitCodes.notOk, 'This program cannot start itself again.');
  const child = spawn(program, [...args, 'claim', '--keep', directory], {
    detached: true,
    stdio: 'ignore',
    env,
  });
  child.on('error', () => undefined);
  child.unref();
}

/** The claim, once its lease is really kept. */
async function kept(directory: string): Promise<Claim> {
  for (let waited = 0; waited < keeperMs; waited += lookMs) {
    const claim = readClaim(directory);
    if (claim?.state === 'ended') throw new Exit(exitCodes.refused, claim.why ?? 'It is over already.');
    if (claim && claim.keeper !== null) return claim;
    await wait(lookMs);
  }
  throw new Exit(exitCodes.notOk, 'The process that keeps the lease did not start.');
}

function plainText({ ticket, kind, service }: Claim, spec: string): string {
  return `Ticket ${ticket}: ${kind} of ${service}\n\n${spec}\n`;
}
