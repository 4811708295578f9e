import type { Limits } from '../../machines/policy/limits.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Log } from '../log.ts';
import { adoptService } from './adoption.ts';
import { deployCandidate } from './deploy-candidate.ts';
import type { Ports } from './ports.ts';
import { createProber } from './prober.ts';
import type { DeployOrder, LiveFigures, Releases, ReportRelease, Route } from './release.port.ts';
import { createReleaseDirectories } from './release-directories.ts';
import { createReleaseRunner, type StartPlan, type Wrap } from './release-runner.ts';
import { reportRecord, tailOf, takeOutOfService, type Yard } from './release-yard.ts';
import { createReporter } from './reporter.ts';
import type { Secrets } from './secrets.ts';
import type { ServiceLogs } from './service-logs.ts';
import { callOff, createSlot, enqueue, type Lane, type Slot } from './service-slot.ts';
import { createServingRecords } from './serving-records.ts';
import { endStrays, ticksNow } from './stray-processes.ts';
import { rollBackRelease, startAgain, switchRelease } from './switch-release.ts';

/** Spans in milliseconds that are this host's own and no policy. */
export type ReleaseTimes = {
  /** A release answers its first probe within this of its start. */
  readonly startMs: number;
  /** SIGTERM to SIGKILL. */
  readonly stopMs: number;
  readonly installMs: number;
  /** How often processes of an earlier coordinator are looked at. */
  readonly pollMs: number;
  /** How often log sizes are looked at and the measured uptime is kept. */
  readonly housekeepingMs: number;
};

const usualTimes: ReleaseTimes = {
  startMs: 20_000,
  stopMs: 10_000,
  installMs: 10 * 60_000,
  pollMs: 500,
  housekeepingMs: 15_000,
};

export type ProcessReleasesOptions = {
  readonly releasesDir: string;
  /** `<dataDir>/<service id>` is a service's `DATA_DIR`. */
  readonly dataDir: string;
  readonly limits: Limits;
  readonly times?: Partial<ReleaseTimes>;
  readonly clock: Clock;
  readonly log: Log;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly logs: ServiceLogs;
  /** Environment of this process that services may have: PATH, HOME, LANG. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes `BUILD/` of one commit into an empty directory. */
  readonly exportCommit: (service: string, commit: string, directory: string) => Promise<void>;
  /** Why this record does not allow this commit to be deployed; null when it does. */
  readonly refusal: (record: string, commit: string) => Promise<string | null>;
  readonly stackOf: (app: string) => Promise<StartPlan | { readonly missing: readonly string[] }>;
  readonly wrap?: Wrap;
  /** Base URL of a service by its name, for those that depend on it. */
  readonly serviceUrl: (name: string) => string;
  /** Public URL of a service by its id; null when it has none. */
  readonly urlOf: (service: string) => string | null;
  readonly report: ReportRelease;
  /** Waits until the gateway has no request to this port left, or its deadline. */
  readonly drain?: (port: number) => Promise<void>;
};

/** Releases as supervised local processes. */
export interface ProcessReleases extends Releases {
  /** Where requests to a service (by id) go: `hold` while that is being changed, undefined while nothing serves. */
  route(service: string): Route | 'hold' | undefined;
  figures(service: string): LiveFigures;
  /** The end of what the serving release (or the newest one) printed, redacted. */
  tail(service: string, bytes: number): Promise<string>;
}

const adoptedAtOnce = 16;

async function eachOf(services: readonly string[], work: (service: string) => Promise<void>): Promise<void> {
  const next = services.values();
  const worker = async () => {
    for (const service of next) await work(service);
  };
  await Promise.all(Array.from({ length: adoptedAtOnce }, worker));
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
    onVerdict: async ({ service, release }, verdict) => {
      if (verdict.health === 'passed')
        return void reporter.report(service, { type: 'HealthPassed', release });
      const { reason, cause } = verdict;
      const tail = await tailOf(yard, service, release);
      void reporter.report(service, { type: 'HealthFailed', release, reason, log: tail, cause });
    },
  });
  const runner = createReleaseRunner({
    ...options,
    ...times,
    directories,
    wrap: options.wrap ?? ((argv, { env }) => ({ argv, env })),
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
    refusal: options.refusal,
    drain: options.drain ?? (async () => undefined),
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

  const stopAll = async (slot: Slot): Promise<void> => {
    callOff(slot);
    await Promise.all([slot.turns.candidate, slot.turns.live]);
    const candidates = [...slot.candidates.values()];
    slot.candidates.clear();
    await Promise.all([takeOutOfService(yard, slot), ...candidates.map(runner.stop)]);
  };

  const keepUptime = async (): Promise<void> => {
    for (const { service, serving } of slots.values()) {
      const measured = prober.measured(service);
      if (!serving || !measured) continue;
      await records.writeUptime(service, { release: serving.release, ...measured.counts });
    }
  };

  const housekeep = async (): Promise<void> => {
    for (const { service, serving, candidates } of slots.values()) {
      const running = serving ? [serving, ...candidates.values()] : [...candidates.values()];
      for (const { release } of running) await logs.rotate(service, release);
    }
    await keepUptime();
  };

  let cancelHousekeeping = () => {};
  const housekeepLater = () => {
    cancelHousekeeping = clock.after(times.housekeepingMs, async () => {
      await housekeep().catch((error: unknown) => log.warn({ error }, 'housekeeping of releases failed'));
      if (!closed) housekeepLater();
    });
  };
  housekeepLater();

  const adoptOne = async (
    service: string,
    wanted: { release: string; order: DeployOrder } | undefined,
  ): Promise<DeployOrder | null> => {
    const { record, start } = await adoptService(yard, slotOf(service), wanted);
    if (record) void reportRecord(yard, record);
    return start;
  };

  return {
    deploy: (order) =>
      begin(order.service.id, 'candidate', 'deploy', order.release, (slot, signal) =>
        deployCandidate(yard, slot, order, signal),
      ),
    switchTo: (service, release, from) =>
      begin(service, 'live', 'switch', release, (slot, signal) =>
        switchRelease(yard, slot, release, from, signal),
      ),
    discard: async (service, release) => {
      callOff(slotOf(service), { lane: 'candidate', release });
      await begin(service, 'candidate', 'discard', release, async (slot) => {
        const candidate = slot.candidates.get(release);
        slot.candidates.delete(release);
        if (candidate) await runner.stop(candidate);
        const kept = await records.read(service);
        if (slot.serving?.release === release || kept?.release === release || kept?.previous === release)
          return;
        await runner.remove(service, release);
      });
    },
    restart: (service, release) =>
      begin(service, 'live', 'restart', release, async (slot, signal) => {
        const file = await directories.read(service, release);
        if (!file) {
          const reason = 'its directory is gone: the release has to be made again';
          const cause = 'environment';
          return void reporter.report(service, { type: 'HealthFailed', release, reason, log: '', cause });
        }
        await startAgain(yard, slot, file.order, { type: 'ReleaseRestarted', release }, signal);
      }),
    rollBack: (service, from, to) =>
      begin(service, 'live', 'rollback', to, (slot, signal) => rollBackRelease(yard, slot, from, to, signal)),
    stopService: async (service) => {
      const slot = slotOf(service);
      await stopAll(slot);
      await records.remove(service);
    },
    underway: (service, release) =>
      [...(slots.get(service)?.tasks.values() ?? [])].some((task) => task.release === release),
    adopt: async (serving) => {
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
      cancelHousekeeping();
      await keepUptime().catch((error: unknown) => log.warn({ error }, 'the measured uptime was not kept'));
      await Promise.all([...slots.values()].map(stopAll));
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
    figures: (service) => {
      const measured = prober.measured(service);
      const total = measured?.counts.total ?? 0;
      return {
        url: slots.get(service)?.serving ? options.urlOf(service) : null,
        uptime: measured && total > 0 ? measured.counts.passed / total : null,
        probedAt: measured?.probedAt ?? null,
      };
    },
    tail: async (service, bytes) => {
      const release = slots.get(service)?.serving?.release ?? (await directories.list(service))[0]?.release;
      return release === undefined ? '' : logs.tail(service, release, bytes);
    },
  };
}
