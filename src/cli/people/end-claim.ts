import { ApiFailure } from '../../worker/api-failure.ts';
import { createCoordinatorApi } from '../../worker/coordinator-api.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { gitWorkspaces } from '../git-workspaces.ts';
import { changeClaim, claimDirectory, readClaim, workOf } from './claim-file.ts';
import { leaveIfDone, readPerson } from './person-session.ts';

/** Hands in what lies in the workspace of a claim. Rejects with an `ApiFailure` where it is refused. */
export async function submitClaim(
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

/** Ends a claim in the person's own words. */
export async function concludeClaim(
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
  const mine = readClaim(directory);
  if (!mine) throw new Exit(exitCodes.notOk, `${directory}/claim.json cannot be read.`);
  if (mine.state !== 'working') {
    throw new Exit(exitCodes.refused, `Ticket ${mine.ticket} is ${mine.state}. ${mine.why ?? ''}`.trim());
  }
  const bearer = readPerson(mine.sessionFile)?.token;
  if (bearer === undefined)
    throw new Exit(exitCodes.notOk, `${mine.sessionFile} is gone, and with it the token.`);
  return { directory, claim: mine, api: createCoordinatorApi(mine.url), bearer };
}
