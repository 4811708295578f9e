import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startAndon } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { loadKeys } from '../../src/http/keys.ts';
import { silentLog } from '../../src/log.ts';
import { consumeDeliveries } from '../../src/work-queue/bullmq-delivery-consumer.ts';
import { createCoordinatorApi } from '../../src/worker/coordinator-api.ts';
import { Cleanup, expected } from './cleanup.ts';
import { atMost, type Figure, percentile, spread } from './figure.ts';
import { specText } from './spec-text.ts';

const saves = 100;
/** Between two saves, so that none profits from or waits for the one before; longer than the second look at a fresh spec. */
const pauseMs = 60;

/**
 * The whole program (its own Redis, chokidar, HTTP) and two idle sessions: from just before a SPEC.md is written to the
 * ticket being taken from the queue by a worker. Once with a new directory each time, once into directories that are
 * watched already.
 */
export async function saveToHands(): Promise<Figure[]> {
  const cleanup = new Cleanup();
  try {
    const directory = await cleanup.directory();
    const home = join(directory, 'home');
    const services = join(directory, 'services');
    await mkdir(services);
    const { PATH, HOME } = loadConfig().childEnv;
    const root = join(import.meta.dirname, '..', '..');
    const andon = await startAndon({
      config: loadConfig(
        {
          PATH,
          HOME,
          ANDON_HOME: home,
          ANDON_SERVICES: services,
          ANDON_PORT: '0',
          ANDON_GATEWAY_PORT: '0',
          ANDON_BUILT_IN_SESSIONS: 'off',
        },
        directory,
      ),
      log: silentLog,
      say: () => undefined,
      root,
      entry: join(root, 'src', 'main.ts'),
      execArgv: [],
      version: 'bench',
    });
    cleanup.add(() => andon.close());

    const taken = new Map<string, (at: number) => void>();
    const api = createCoordinatorApi(andon.url);
    const { worker: workerToken } = loadKeys(join(home, 'keys'));
    for (const name of ['builder-a', 'builder-b', 'builder-c', 'builder-d'])
      await openSession(cleanup, api, workerToken, name, (service, at) => taken.get(service)?.(at));

    const save = async (name: string, mark: string): Promise<number> => {
      const { promise, resolve } = expected<number>();
      taken.set(name, resolve);
      const text = specText(name, mark);
      const file = join(services, name, 'SPEC.md');
      const from = performance.now();
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}.part`, text);
      await rename(`${file}.part`, file);
      const took = (await promise) - from;
      await new Promise((resolved) => setTimeout(resolved, pauseMs));
      return took;
    };

    await save('warm-up', 'x');
    const fresh: number[] = [];
    for (let index = 0; index < saves; index += 1) fresh.push(await save(`fresh-${index}`, `f${index}`));
    const names = Array.from({ length: saves }, (_, index) => `known-${index}`);
    for (const name of names) await mkdir(join(services, name));
    await new Promise((resolved) => setTimeout(resolved, 500));
    const known: number[] = [];
    for (const name of names) known.push(await save(name, name));

    return [
      ...figures('save-to-hands', fresh, 'a new directory with its SPEC.md'),
      ...figures('save-to-hands-known-directory', known, 'SPEC.md into a directory that was there'),
    ];
  } finally {
    await cleanup.close();
  }
}

function figures(bench: string, samples: readonly number[], what: string): Figure[] {
  const details = { what, samples: samples.length, ...spread(samples) };
  return [
    atMost(`${bench}-p50`, percentile(samples, 0.5), 'ms', 40, details),
    atMost(`${bench}-p99`, percentile(samples, 0.99), 'ms', 150, details),
  ];
}

/** Registers over HTTP, beats as a worker does, and tells which service a delivery was for. */
async function openSession(
  cleanup: Cleanup,
  api: ReturnType<typeof createCoordinatorApi>,
  workerToken: string,
  name: string,
  took: (service: string, at: number) => void,
): Promise<void> {
  const registered = await api.register(workerToken, {
    name,
    capabilities: ['builder'],
    slots: 64,
    agent: 'bench',
    host: 'here',
  });
  const { path, url } = registered.delivery.redis;
  const leases: { ticket: string; token: number }[] = [];
  const consumer = consumeDeliveries({
    connection: path === undefined ? { url: url ?? '' } : { path },
    prefix: registered.delivery.prefix,
    session: name,
    log: silentLog,
    take: async (delivery) => {
      const at = performance.now();
      leases.push(delivery);
      const brief = await api.claim(registered.token, delivery.ticket, delivery.token);
      took(brief.service, at);
    },
  });
  cleanup.add(() => consumer.close());
  const beat = setInterval(
    () => void api.heartbeat(registered.token, name, { leases: leases.slice(-64) }).catch(() => undefined),
    registered.beatMs,
  );
  cleanup.add(() => clearInterval(beat));
}
