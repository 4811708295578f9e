import { backoff } from '../../machines/policy/backoff.ts';
import { faultPoint } from '../fault-points.ts';
import { adoptService } from './adoption.ts';
import { deployCandidate } from './deploy-candidate.ts';
import { keepHouse } from './housekeeping.ts';
import { createProber } from './prober.ts';
import { type ProcessReleasesOptions, usualTimes } from './process-releases-options.ts';
import type { DeployOrder, KeptRelease, LiveFigures, Releases, Route } from './release.port.ts';
import { createReleaseDirectories } from './release-directories.ts';
import { createReleaseRunner } from './release-runner.ts';
import { reportRecord, tailOf, takeOutOfService, type Yard } from './release-yard.ts';
import { createReporter } from './reporter.ts';
import { callOff, createSlot, enqueue, holding, type Lane, type Slot } from './service-slot.ts';
import { createServingRecords } from './serving-records.ts';
import { endStrays, ticksNow } from './stray-processes.ts';
import { rollBackRelease, startAgain, switchRelease } from './switch-release.ts';

/** Releases as supervised local processes. */
export interface ProcessReleases extends Releases {
  /** Where requests to a service (by id) go: `hold` while that is being changed, undefined while nothing serves. */
  route(service: string): Route | 'hold' | undefined;
  figures(service: string): LiveFigures;
  /** The releases of a service whose files are here, the newest first. */
  kept(service: string): Promise<KeptRelease[]>;
}

export function createProcessReleases(options: ProcessReleasesOptions): ProcessReleases {
  const { clock, limits, log, logs } = options;
  const times = { ...usualTimes, ...options.times };
  const slots = new Map<string, Slot>();
  const reporter = createReporter(options.report, clock, log);
  const records = createServingRecords(options.releasesDir);
  const directories = createReleaseDirectories({
    root: options.releasesDir,
    exportCommit: options.exportCommit,
    now: () => clock.now(),
  });
  const prober = createProber({
    limits,
    clock,
    onVerdict: ({ service, release }, verdict) => {
      if (verdict.health === 'failed')
        return void yard.unwell(service, release, verdict.reason, verdict.cause);
      slotOf(service).excused = 0;
      void reporter.report(service, { type: 'HealthPassed', release });
    },
  });
  const runner = createReleaseRunner({
    ...options,
    ...times,
    directories,
    commandLine: options.commandLine ?? (({ argv, cwd, env }) => ({ argv, cwd, env })),
  });
  const yard: Yard = {
    clock,
    log,
    directories,
    records,
    runner,
    logs,
    reporter,
    prober,
    proving: { limits, startMs: times.startMs, clock },
    releasesKept: limits.releasesKept,
    served: options.served ?? (() => []),
    refusal: options.refusal,
    drain: options.drain ?? (async () => undefined),
    drainMs: times.drainMs,
    hurriedDrainMs: times.hurriedDrainMs,
    unwell: async (service, release, reason, cause) => {
      const tail = await tailOf(yard, service, release);
      void reporter.report(service, { type: 'HealthFailed', release, reason, log: tail, cause });
      if (cause === 'environment') bringBack(slotOf(service), release);
    },
  };
  const born = ticksNow();
  let closed = false;

  const slotOf = (service: string): Slot => {
    const slot = slots.get(service) ?? createSlot(service);
    slots.set(service, slot);
    return slot;
  };

  const begin = async (
    service: string,
    lane: Lane,
    kind: string,
    release: string,
    work: (slot: Slot, signal: AbortSignal) => Promise<void>,
  ): Promise<void> => {
    const slot = slotOf(service);
    if (!closed) void enqueue(slot, lane, kind, release, log, (signal) => work(slot, signal));
  };

  const orders = new Map<string, DeployOrder>();
  const orderOf = async (service: string, release: string): Promise<DeployOrder | undefined> =>
    (await directories.read(service, release))?.order ?? orders.get(release);

  /**
   * The machine asks for nothing when the environment is to blame. A service that does not run then would never do so
   * again, so its owner starts it, ever more patiently, for as long as it is what should serve.
   */
  const bringBack = (slot: Slot, release: string): void => {
    const wait = backoff(slot.excused, limits.restartBackoffMs, limits.restartBackoffCapMs);
    slot.excused += 1;
    clock.after(wait, async () => {
      const kept = await records.read(slot.service);
      const order = kept?.release === release ? await orderOf(slot.service, release) : undefined;
      const busy = [...slot.tasks.values()].some((task) => task.lane === 'live');
      if (!order || busy || slot.serving?.process.alive()) return;
      await begin(slot.service, 'live', 'start', release, (_, signal) =>
        startAgain(yard, slot, order, null, signal),
      );
    });
  };

  const stopProcesses = (slot: Slot): Promise<unknown> => {
    const candidates = [...slot.candidates.values()];
    slot.candidates.clear();
    return holding(slot, () => Promise.all([takeOutOfService(yard, slot), ...candidates.map(runner.stop)]));
  };

  const housekeeping = keepHouse(yard, slots, times.housekeepingMs);

  const adoptOne = async (
    service: string,
    wanted: { release: string; order: DeployOrder } | undefined,
  ): Promise<DeployOrder | null> => {
    const { record, start } = await adoptService(yard, slotOf(service), wanted);
    faultPoint('release.adopt.settled');
    if (record) void reportRecord(yard, record);
    return start;
  };

  return {
    deploy: (order) => {
      orders.set(order.release, order);
      return begin(order.service.id, 'candidate', 'deploy', order.release, (slot, signal) =>
        deployCandidate(yard, slot, order, signal),
      );
    },
    switchTo: (service, release, from) =>
      begin(service, 'live', 'switch', release, (slot, signal) =>
        switchRelease(yard, slot, release, from, signal),
      ),
    discard: async (service, release) => {
      orders.delete(release);
      callOff(slotOf(service), { lane: 'candidate', release });
      await begin(service, 'candidate', 'discard', release, async (slot) => {
        const candidate = slot.candidates.get(release);
        slot.candidates.delete(release);
        if (candidate) await runner.stop(candidate);
        faultPoint('release.discard.stopped');
        const kept = await records.read(service);
        if (slot.serving?.release === release || kept?.release === release || kept?.previous === release)
          return;
        await runner.remove(service, release);
        faultPoint('release.discard.removed');
      });
    },
    restart: (service, release) =>
      begin(service, 'live', 'restart', release, async (slot, signal) => {
        const order = await orderOf(service, release);
        const gone = 'its directory is gone: the release has to be made again';
        if (!order) return yard.unwell(service, release, gone, 'service');
        await startAgain(yard, slot, order, { type: 'ReleaseRestarted', release }, signal);
      }),
    rollBack: (service, from, to, keep = false) =>
      begin(service, 'live', 'rollback', to, (slot, signal) =>
        rollBackRelease(yard, slot, { from, to, keep }, signal),
      ),
    stopService: async (service) => {
      const slot = slotOf(service);
      callOff(slot);
      await begin(service, 'live', 'stop', '', async () => {
        await slot.turns.candidate;
        await stopProcesses(slot);
        faultPoint('release.stop.stopped');
        await records.remove(service);
        faultPoint('release.stop.removed');
      });
    },
    underway: (service, release) =>
      [...(slots.get(service)?.tasks.values() ?? [])].some((task) => task.release === release),
    adopt: async (serving) => {
      for (const { release, order } of serving) orders.set(release, order);
      const wanted = new Map(serving.map((entry) => [entry.service.id, entry]));
      const services = [...new Set([...wanted.keys(), ...(await directories.services())])];
      const starts: DeployOrder[] = [];
      await eachOf(services, async (service) => {
        const start = await adoptOne(service, wanted.get(service));
        if (start) starts.push(start);
      });
      // Before anything starts: a stray may hold the data of what is to start.
      const known = new Set([...slots.values()].flatMap((slot) => slot.serving?.process.pid ?? []));
      await endStrays([options.dataDir, options.releasesDir], known, born);
      for (const order of starts) {
        await begin(order.service.id, 'live', 'start', order.release, (slot, signal) =>
          startAgain(yard, slot, order, null, signal),
        );
      }
    },
    close: async () => {
      closed = true;
      await housekeeping.stop();
      await Promise.all(
        [...slots.values()].map(async (slot) => {
          callOff(slot);
          await Promise.all([slot.turns.candidate, slot.turns.live]);
          await stopProcesses(slot);
        }),
      );
      prober.close();
      reporter.close();
    },
    route: (service) => {
      const slot = slots.get(service);
      if (!slot) return undefined;
      if (slot.holding > 0) return 'hold';
      if (!slot.serving?.process.alive()) return undefined;
      return { host: '127.0.0.1', port: slot.serving.port };
    },
    kept: (service) => directories.list(service),
    figures: (service) => {
      const measured = prober.measured(service);
      const total = measured?.counts.total ?? 0;
      return {
        url: slots.get(service)?.serving ? options.urlOf(service) : null,
        uptime: measured && total > 0 ? measured.counts.passed / total : null,
        probedAt: measured?.probedAt ?? null,
      };
    },
  };
}

const adoptedAtOnce = 16;

async function eachOf(services: readonly string[], work: (service: string) => Promise<void>): Promise<void> {
  const next = services.values();
  const worker = async () => {
    for (const service of next) await work(service);
  };
  await Promise.all(Array.from({ length: adoptedAtOnce }, worker));
}
