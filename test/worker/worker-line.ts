import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Limits } from '../../machines/policy/limits.ts';
import { gitWorkspaces } from '../../src/cli/git-workspaces.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import type { Driver } from '../../src/worker/driver.port.ts';
import { runWorker } from '../../src/worker/worker.ts';
import type { WorkerOptions } from '../../src/worker/worker-options.ts';
import { servedLine } from '../http/served-line.ts';

export const gitPath = '/usr/local/bin:/usr/bin:/bin';

/** Leases short enough to see them run out, long enough for a busy machine. */
const limits = { leaseBeatMs: 50, leaseExpiryMs: 1_500, leaseSweepMs: 100 };

/** A served line that listens on a real socket, with its lease sweep running. `again` starts it anew over the same store. */
export async function listeningLine(
  former?: { options: Parameters<typeof servedLine>[0]; port: number },
  more: Partial<Limits> = {},
) {
  const line = await servedLine({ clock: realClock, limits: { ...limits, ...more }, ...former?.options });
  await line.app.listen({ host: '127.0.0.1', port: former?.port ?? 0 });
  line.sweeper.start();
  const address = line.app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    ...line,
    port,
    url: `http://127.0.0.1:${port}`,
    /** What to hand to `listeningLine` for the same coordinator after a restart. */
    same: { options: { store: line.store, directory: line.directory }, port },
  };
}

export type ListeningLine = Awaited<ReturnType<typeof listeningLine>>;

/** A driver that does what a test says. */
export function scriptedDriver(run: Driver['run']): Driver {
  return { name: 'scripted', run };
}

/** Writes a file that may be submitted, and says it is done. */
export const honestDriver = scriptedDriver(async ({ workspace, events }) => {
  events.progress(50, 'writing');
  const file = join(workspace, 'BUILD/src/main.mjs');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'export {};\n');
  return { type: 'submitted', summary: 'built' };
});

/** Starts a worker in this process; `stop` asks it to end and resolves when it has. */
export function startWorker(
  line: { readonly url: string; readonly keys: { readonly worker: string }; readonly directory: string },
  name: string,
  driver: Driver,
  more: Partial<WorkerOptions> = {},
) {
  const stopping = new AbortController();
  const done = runWorker({
    url: line.url,
    workerToken: () => line.keys.worker,
    name,
    capabilities: ['builder'],
    slots: 1,
    agent: 'scripted',
    host: 'here',
    driver,
    workspaces: gitWorkspaces(gitPath),
    workDir: join(line.directory, 'workers'),
    log: silentLog,
    signal: stopping.signal,
    ...more,
  });
  return {
    done,
    async stop(): Promise<void> {
      stopping.abort();
      await done;
    },
  };
}
