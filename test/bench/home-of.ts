import { defaultLimits } from '../../machines/policy/limits.ts';
import { HomeCoordinator } from '../../src/coordinator/coordinator.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';
import { registration, specSeen } from './scripted-line.ts';

/** Sessions × slots: so many tickets are held, all others of a home wait for a slot. */
const sessions = 8;
const slots = 8;

/** The coordinator of a home on disk, with nobody behind its effects. */
export function openHome(file: string) {
  const store = openLibsqlStore(file);
  let ids = 0;
  const coordinator = new HomeCoordinator({
    store,
    clock: realClock,
    limits: defaultLimits,
    log: silentLog,
    newId: () => `s${++ids}`,
    perform: async () => undefined,
  });
  coordinator.setFreshSessions(() => true);
  return {
    store,
    coordinator,
    async close(): Promise<void> {
      await coordinator.close();
      store.close();
    },
  };
}

/** Fills a new home: so many services with a spec and an open change, as many built at once as there are slots. */
export async function fillHome(file: string, services: number): Promise<void> {
  const home = openHome(file);
  const { coordinator } = home;
  await coordinator.open();
  for (let from = 0; from < services; from += 500) {
    const count = Math.min(500, services - from);
    await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const id = await coordinator.addService(`service-${from + index}`);
        await coordinator.receive(`service/${id}`, specSeen(`spec-${from + index}`));
      }),
    );
  }
  for (let index = 0; index < sessions; index += 1)
    await coordinator.receive(`session/session-${index}`, registration(['builder'], slots));
  await coordinator.quiet();
  await home.close();
}
