import type { Limits } from '../../machines/policy/limits.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import { checkHealth } from './health-check.ts';
import { listensInGroup } from './port-listener.ts';
import { type Fault, faultOfExit } from './release-failure.ts';
import type { RunningRelease } from './release-runner.ts';
import { pause } from './wait.ts';

export type Proof =
  | { readonly ok: true }
  /** `exited`: the process ended; its log says why, unless it was `killed` from outside. */
  | { readonly ok: false; readonly reason: string; readonly exited: boolean; readonly killed?: boolean };

export type ProvingOptions = {
  readonly limits: Pick<Limits, 'probeTimeoutMs' | 'provingMs' | 'provingPasses'>;
  /** The first pass must come within this of the start. */
  readonly startMs: number;
  readonly clock: Clock;
};

const retryMs = 50;
/** A wait this much longer than it should be was this machine's: it slept, or had no time for us. */
const stallMs = 1_000;

/** Waits for the first pass of a release that was just started. */
export async function awaitHealthy(
  running: RunningRelease,
  options: ProvingOptions,
  signal?: AbortSignal,
): Promise<Proof> {
  const { clock, limits, startMs } = options;
  const timeoutMs = Math.min(limits.probeTimeoutMs, startMs);
  let deadline = clock.monotonic() + startMs;
  for (;;) {
    const began = clock.monotonic();
    const answer = await probe(running, timeoutMs);
    if (answer.ok || answer.exited) return answer;
    if (signal?.aborted) return { ok: false, reason: 'it was called off', exited: false };
    if (clock.monotonic() >= deadline && stalled(clock, began, timeoutMs) === 0) {
      return { ...answer, reason: `not healthy within ${startMs} ms of its start: ${answer.reason}` };
    }
    await pause(clock, retryMs, signal);
    // A machine that stood still took the service's time too.
    deadline += stalled(clock, began, timeoutMs + retryMs);
  }
}

/** How much longer than `expectedMs` it took since `began`, where that is more than this machine's usual lateness; else 0. */
function stalled(clock: Clock, began: number, expectedMs: number): number {
  const late = clock.monotonic() - began - expectedMs;
  return late > stallMs ? late : 0;
}

/** `provingPasses` passes in a row spread over `provingMs`, after a first one in time. A miss begins the row again, once. */
export async function prove(
  running: RunningRelease,
  options: ProvingOptions,
  signal: AbortSignal,
): Promise<Proof> {
  const { clock, limits } = options;
  const first = await awaitHealthy(running, options, signal);
  if (!first.ok) return first;
  const between = limits.provingMs / Math.max(1, limits.provingPasses - 1);
  let passes = 1;
  let misses = 0;
  while (passes < limits.provingPasses) {
    const began = clock.monotonic();
    await pause(clock, between, signal);
    if (signal.aborted) return { ok: false, reason: 'it was called off', exited: false };
    const answer = await probe(running, limits.probeTimeoutMs);
    if (answer.ok) {
      passes += 1;
      continue;
    }
    if (stalled(clock, began, between + limits.probeTimeoutMs) === 0) misses += 1;
    passes = 0;
    if (answer.exited || misses > 1)
      return { ...answer, reason: `it did not stay healthy: ${answer.reason}` };
  }
  return { ok: true };
}

/** An answer counts only from the process Andon started: it runs before and after, and it is who listens. */
async function probe(running: RunningRelease, timeoutMs: number): Promise<Proof> {
  const answer = running.process.alive() ? await checkHealth(running.port, timeoutMs) : null;
  if (!running.process.alive()) {
    const { code, signal } = await running.process.exited;
    return { ok: false, reason: exitSentence(code, signal), exited: true, killed: signal === 'SIGKILL' };
  }
  if (!answer) return { ok: false, reason: 'it does not run', exited: true };
  if (!answer.ok) return { ...answer, exited: false };
  // Its own process group, that is: a service may listen in a child.
  if ((await listensInGroup(running.port, running.process.pid)) === 'no') {
    const reason = `something else answers on its port ${running.port}: the service must listen on PORT itself`;
    return { ok: false, reason, exited: false };
  }
  return { ok: true };
}

/** How a process ended, for people. */
export function exitSentence(code: number | null, signal: string | null): string {
  if (signal) return `the process was ended by ${signal}`;
  return code === null ? 'the process is gone' : `the process exited with code ${code}`;
}

/** What somebody else killed (for want of memory, say) is nobody's mistake. */
export function faultOfProof(proof: Exclude<Proof, { ok: true }>, log: string, port: number): Fault {
  if (proof.killed) return 'environment';
  return proof.exited ? faultOfExit(log, port) : 'work';
}
