import type { Limits } from '../../machines/policy/limits.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import { checkHealth, type HealthAnswer } from './health-check.ts';

export type ProbeTarget = {
  readonly service: string;
  readonly release: string;
  readonly port: number;
  alive(): boolean;
};

export type HealthVerdict =
  | { readonly health: 'passed' }
  | { readonly health: 'failed'; readonly reason: string; readonly cause: 'service' | 'environment' };

export type ProbeCounts = { readonly passed: number; readonly total: number };

/** Probes what serves, says when its health changes and measures its uptime. */
export interface Prober {
  /**
   * Begins, or begins again after a restart. The first verdict is always said, except a pass of what is `known` to be
   * healthy.
   */
  watch(target: ProbeTarget, how: { known: boolean; counts: ProbeCounts }): void;
  unwatch(service: string): void;
  /** The process ended by itself or did not come up: failed at once, whatever the probes said before. */
  failed(service: string, release: string, reason: string): void;
  measured(service: string): { counts: ProbeCounts; probedAt: number | null } | undefined;
  close(): void;
}

export type ProberOptions = {
  readonly limits: Pick<
    Limits,
    | 'probeEveryMs'
    | 'probeTimeoutMs'
    | 'probeFails'
    | 'probePasses'
    | 'commonCauseServices'
    | 'commonCauseWindowMs'
  >;
  readonly clock: Clock;
  readonly onVerdict: (target: ProbeTarget, verdict: HealthVerdict) => void;
};

type Watch = {
  readonly target: ProbeTarget;
  said: 'nothing' | 'passed' | 'failed';
  passes: number;
  fails: number;
  /** When it began to fail without a pass since, monotonic. */
  failingSince: number | null;
  /** How the process ended by itself; what the probes find after that says less. */
  ended: string | null;
  counts: ProbeCounts;
  probedAt: number | null;
  cancel: () => void;
};

/** How long a crash waits for others that the same cause brings down, before it is judged. */
const settleMs = 200;
/** A probe this much late says more about this machine than about the service. */
const lateMs = 1_000;

export function createProber(options: ProberOptions): Prober {
  const { clock, limits } = options;
  const watches = new Map<string, Watch>();
  let spread = 0;

  const current = (watch: Watch) => watches.get(watch.target.service) === watch;

  /** Three failing together are the machine's trouble: each looks at all the others. */
  const causeOf = (watch: Watch): 'service' | 'environment' => {
    const since = watch.failingSince ?? clock.monotonic();
    let together = 0;
    for (const { failingSince } of watches.values()) {
      if (failingSince !== null && Math.abs(failingSince - since) <= limits.commonCauseWindowMs)
        together += 1;
    }
    return together >= limits.commonCauseServices ? 'environment' : 'service';
  };

  const say = (watch: Watch, reason: string) => {
    if (watch.said === 'failed') return;
    watch.said = 'failed';
    options.onVerdict(watch.target, { health: 'failed', reason, cause: causeOf(watch) });
  };

  const take = (watch: Watch, answer: HealthAnswer) => {
    watch.probedAt = clock.now();
    watch.counts = { passed: watch.counts.passed + (answer.ok ? 1 : 0), total: watch.counts.total + 1 };
    if (answer.ok) {
      watch.fails = 0;
      watch.failingSince = null;
      watch.ended = null;
      watch.passes += 1;
      if (watch.said === 'passed' || watch.passes < limits.probePasses) return;
      watch.said = 'passed';
      options.onVerdict(watch.target, { health: 'passed' });
      return;
    }
    watch.passes = 0;
    watch.fails += 1;
    watch.failingSince ??= clock.monotonic();
    if (watch.ended === null && watch.fails >= limits.probeFails)
      say(watch, `${answer.reason} (${watch.fails} times in a row)`);
  };

  const probe = async (watch: Watch, due: number) => {
    const began = clock.monotonic();
    const { target } = watch;
    const answer: HealthAnswer = target.alive()
      ? await checkHealth(target.port, limits.probeTimeoutMs)
      : { ok: false, reason: 'it does not run' };
    if (!current(watch)) return;
    const ended = clock.monotonic();
    const late = began - due > lateMs || ended - began > limits.probeTimeoutMs + lateMs;
    if (answer.ok || !late) take(watch, answer);
    schedule(watch, limits.probeEveryMs);
  };

  const schedule = (watch: Watch, inMs: number) => {
    const due = clock.monotonic() + inMs;
    watch.cancel = clock.after(inMs, () => void probe(watch, due));
  };

  return {
    watch: (target, { known, counts }) => {
      watches.get(target.service)?.cancel();
      const watch: Watch = {
        target,
        said: known ? 'passed' : 'nothing',
        passes: 0,
        fails: 0,
        failingSince: null,
        ended: null,
        counts,
        probedAt: null,
        cancel: () => undefined,
      };
      watches.set(target.service, watch);
      // Services are started together; their probes should not be.
      spread = (spread + 0.618) % 1;
      schedule(watch, known ? limits.probeEveryMs * spread : Math.min(100, limits.probeEveryMs));
    },
    unwatch: (service) => {
      watches.get(service)?.cancel();
      watches.delete(service);
    },
    failed: (service, release, reason) => {
      const watch = watches.get(service);
      if (!watch || watch.target.release !== release) return;
      watch.passes = 0;
      watch.ended = reason;
      watch.failingSince ??= clock.monotonic();
      clock.after(settleMs, () => {
        if (current(watch)) say(watch, reason);
      });
    },
    measured: (service) => {
      const watch = watches.get(service);
      return watch && { counts: watch.counts, probedAt: watch.probedAt };
    },
    close: () => {
      for (const watch of watches.values()) watch.cancel();
      watches.clear();
    },
  };
}
