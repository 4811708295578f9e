import { isPassing, isRefusal } from '../../worker/api-failure.ts';
import { createCoordinatorApi } from '../../worker/coordinator-api.ts';
import { pause } from '../../worker/retry.ts';
import { type Claim, changeClaim, readClaim } from './claim-file.ts';
import { leaveIfDone, readPerson } from './person-session.ts';

const unknownBeatMs = 5_000;

/**
 * Keeps the lease of a claimed ticket while its directory is there and the ticket is wanted, until its deadline. When
 * the directory is removed the ticket is given back. Resolves when there is nothing more to keep.
 */
export async function keepLease(directory: string, signal: AbortSignal): Promise<void> {
  for (let known = readClaim(directory), isKept = false; !signal.aborted; ) {
    const claim = readClaim(directory);
    if (!claim) return known && giveBack(known);
    known = claim;
    if (claim.state !== 'working') return;
    if (Date.now() >= claim.dueAt) return end(directory, claim, 'Its deadline has passed.');
    const person = readPerson(claim.sessionFile);
    if (!person) return end(directory, claim, `${claim.sessionFile} is gone, and with it the token.`);
    const why = await beat(claim, person.token);
    if (why !== undefined) return end(directory, claim, why);
    if (!isKept) changeClaim(directory, { keeper: process.pid });
    isKept = true;
    await pause(person.beatMs || unknownBeatMs, signal);
  }
}

/** Why the holding is over; undefined while it is not, or nobody answers. */
async function beat({ url, session, ticket, token }: Claim, bearer: string): Promise<string | undefined> {
  try {
    const leases = [{ ticket, token }];
    const { over } = await createCoordinatorApi(url).heartbeat(bearer, session, { leases });
    return over.find((one) => one.ticket === ticket && one.token === token)?.reason;
  } catch (error) {
    if (isPassing(error)) return undefined;
    if (isRefusal(error, 401)) return `${session} is not registered any more.`;
    throw error;
  }
}

async function end(directory: string, { url, sessionFile }: Claim, why: string): Promise<void> {
  if (readClaim(directory)?.state === 'working')
    changeClaim(directory, { state: 'ended', why, keeper: null });
  await leaveIfDone(createCoordinatorApi(url), sessionFile);
}

async function giveBack({ url, ticket, token, sessionFile }: Claim): Promise<void> {
  const api = createCoordinatorApi(url);
  const person = readPerson(sessionFile);
  const reason = 'The directory it was worked on in is gone.';
  if (person) await api.say(person.token, ticket, 'release', { token, reason }).catch(() => undefined);
  await leaveIfDone(api, sessionFile);
}
