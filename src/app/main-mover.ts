import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Repositories } from '../workspace/workspace.port.ts';

/**
 * Moves a service's `main` to what serves now, one move of a service after the other. Never rejects: what fails is
 * logged, and made good by the next start.
 */
export function createMainMover(options: {
  coordinator: () => Pick<Coordinator, 'service'>;
  repositories: Pick<Repositories, 'setMain'>;
  log: Log;
}): (service: string) => Promise<void> {
  const { coordinator, repositories, log } = options;
  const turns = new Map<string, Promise<void>>();

  const move = async (service: string): Promise<void> => {
    const serving = coordinator().service(service)?.context.live.release;
    if (serving) await repositories.setMain(service, serving.commit);
  };

  return (service) => {
    const turn = (turns.get(service) ?? Promise.resolve())
      .then(() => move(service))
      .catch((error: unknown) => log.warn({ service, error: messageOf(error) }, 'could not move main'))
      .finally(() => {
        if (turns.get(service) === turn) turns.delete(service);
      });
    turns.set(service, turn);
    return turn;
  };
}
