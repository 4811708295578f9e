import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import { AndonError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { SessionService } from '../sessions/session-service.port.ts';
import { writeTarOfBuild } from './tar-of-build.ts';

const kindsOfBuild = new Set<TicketContext['kind']>(['build', 'fix', 'write-tests']);

/**
 * Hands in what is in `BUILD/` of the service's own directory as the submission of this holding. With nothing there, or
 * what cannot be taken, the attempt has failed; a ticket of another kind is given back.
 */
export async function handInBuild(
  deps: {
    readonly sessions: SessionService;
    readonly servicesRoot: string;
    readonly tempDir: string;
    readonly log: Log;
  },
  session: string,
  { id: ticket, token, service, kind }: TicketContext,
): Promise<void> {
  const { sessions, servicesRoot, tempDir, log } = deps;
  if (!kindsOfBuild.has(kind)) {
    await sessions.release(session, ticket, token, 'its file says that it is done');
    return;
  }
  const tarball = join(tempDir, `${randomUUID()}.tar`);
  try {
    const files = await writeTarOfBuild(join(servicesRoot, service.name), tarball);
    if (files === 0)
      throw new AndonError('SUBMISSION_REFUSED', `There is nothing in ${service.name}/BUILD/.`);
    await sessions.submitTree(session, ticket, token, async () => ({ tarball }));
    log.info({ session, ticket }, 'what is in BUILD/ was taken as its submission');
  } catch (error) {
    if (!(error instanceof AndonError)) throw error;
    // A refused submission has counted already; then nobody holds the ticket any more.
    const reason = `Its file says that it is done. ${error.message}`;
    await sessions.fail(session, ticket, { token, class: 'work', reason }).catch(() => undefined);
  } finally {
    await rm(tarball, { force: true });
  }
}
