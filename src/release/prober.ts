import { causeOf } from '../../machines/policy/common-cause.ts';
import { felt, noPulse, type Pulse } from '../../machines/policy/hysteresis.ts';
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
  measured(service: string): { counts: ProbeCounts; probedAt: number | null; isWell: boolean } | undefined;
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
  pulse: Pulse;
  /** Since when it fails without a pass in between, monotonic. */
  failingSince: number | null;
  /** Since when its failing is put down to the environment. */
  excusedAt: number | null;
  counts: ProbeCounts;
  probedAt: number | null;
  cancel: () => void;
};

/** How long a crash waits for others that the same cause brings down, before it is judged. */
const settleMs = 500;
/** A probe this much late says more about this machine than about the service. */
const lateMs = 1_000;

export function createProber(options: ProberOptions): Prober {
  const { clock, limits } = options;
  const watches = new Map<string, Watch>();
  let spread = 0;

  const current = (watch: Watch) => watches.get(watch.target.service) === watch;

  const say = (watch: Watch, reason: string, cause = causeNow(watch)) => {
    watch.excusedAt = cause === 'environment' ? clock.monotonic() : null;
    options.onVerdict(watch.target, { health: 'failed', reason, cause });
  };

  const causeNow = (watch: Watch): 'service' | 'environment' => {
    const failing = [...watches.values()].flatMap(({ target, failingSince }) =>
      failingSince === null ? [] : { service: target.service, at: failingSince, late: false },
    );
    const at = watch.failingSince ?? clock.monotonic();
    return causeOf({ service: watch.target.service, at, late: false }, failing, limits);
  };

  const take = (watch: Watch, answer: HealthAnswer) => {
    watch.probedAt = clock.now();
    watch.counts = { passed: watch.counts.passed + (answer.ok ? 1 : 0), total: watch.counts.total + 1 };
    if (answer.ok) watch.failingSince = null;
    else watch.failingSince ??= clock.monotonic();
    const { turned, ...pulse } = felt(watch.pulse, answer.ok, limits);
    watch.pulse = pulse;
    if (turned && answer.ok) {
      watch.excusedAt = null;
      options.onVerdict(watch.target, { health: 'passed' });
    } else if (turned && !answer.ok) say(watch, `${answer.reason} (${limits.probeFails} times in a row)`);
    else if (!answer.ok) judgeAgain(watch, answer.reason);
  };

  /** The others are well again and this one is not: it was not the environment, or is not any more. */
  const judgeAgain = (watch: Watch, reason: string) => {
    if (watch.excusedAt === null) return;
    if (clock.monotonic() - watch.excusedAt < limits.commonCauseWindowMs) return;
    if (causeNow(watch) === 'service') say(watch, `${reason}, and others are well again`, 'service');
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
        pulse: known ? { state: 'healthy', inRow: 0 } : noPulse,
        failingSince: null,
        excusedAt: null,
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
      if (watch.pulse.state === 'unhealthy' && watch.excusedAt === null) return;
      watch.pulse = { state: 'unhealthy', inRow: 0 };
      watch.failingSince ??= clock.monotonic();
      clock.after(settleMs, () => {
        if (current(watch)) say(watch, reason);
      });
    },
    measured: (service) => {
      const watch = watches.get(service);
      if (!watch) return undefined;
      const { counts, probedAt, pulse } = watch;
      return { counts, probedAt, isWell: pulse.state === 'healthy' };
    },
    close: () => {
      for (const watch of watches.values()) watch.cancel();
      watches.clear();
    },
  };
}
