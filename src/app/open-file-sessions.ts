import type { Config } from '../config.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator, TicketState } from '../coordinator/coordinator.port.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { SessionService } from '../sessions/session-service.port.ts';
import { FileSessions, fileAgent } from '../sessions-file/file-sessions.ts';
import { findSessionPlaces } from '../sessions-file/session-places.ts';
import type { Store } from '../store/store.port.ts';
import { hasMessageFiles, isFolderName, writeMessageFile } from '../write-back/message-files.ts';
import { assignmentMessage } from './assignment-message.ts';

/**
 * What other tools of the users keep in files: their sessions take part, and who is given work is told so by a message
 * file where such files are kept.
 */
export function openFileSessions(options: {
  config: Pick<Config, 'services' | 'sessionsFile'>;
  tempDir: string;
  coordinator: Coordinator;
  sessions: SessionService;
  store: Store;
  clock: Clock;
  log: Log;
  onProblem: () => void;
}): { readonly fileSessions: FileSessions; assigned(ticket: TicketState): void } {
  const { config, coordinator, log } = options;
  const places = () => findSessionPlaces(config.services, config.sessionsFile);

  const write = (folder: string, to: string, ticket: TicketState['context'], inTree: boolean) =>
    writeMessageFile(folder, {
      from: 'andon',
      to,
      ...assignmentMessage(ticket, config.services, { inTree }),
      priority: 'high',
      at: ticket.assignedAt ?? ticket.since,
      reference: `${ticket.id}/${ticket.token}`,
    });

  const fileSessions = new FileSessions({
    places,
    servicesRoot: config.services,
    tempDir: options.tempDir,
    coordinator,
    sessions: options.sessions,
    store: options.store,
    clock: options.clock,
    log,
    async tell(ticket, { id, name }, { folder }) {
      await write(folder, isFolderName(id) ? id : name, ticket, true);
    },
    onProblem: options.onProblem,
  });

  return {
    fileSessions,
    /** Sessions of files are told before their work counts as begun; the others here, where there are such files. */
    assigned({ context }) {
      const { holder, kind } = context;
      if (holder === null || (kind !== 'build' && kind !== 'deploy')) return;
      if (coordinator.session(holder)?.context.agent === fileAgent) return;
      const folder = places()?.folder ?? config.services;
      if (!hasMessageFiles(folder)) return;
      write(folder, holder, context, false).catch((error: unknown) => {
        log.warn({ session: holder, error: messageOf(error) }, 'a message file was not written');
      });
    },
  };
}
