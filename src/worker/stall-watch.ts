import type { AgentAct } from './driver.port.ts';

export type StallLimits = { readonly stallMs: number; readonly stallRepeats: number };

/**
 * Tells an agent that is stuck from one that is slow. Alive, progressing (acts, output) and productive (its workspace
 * changes) are three signals; a stall takes two of them missing. All times are milliseconds of one monotonic clock.
 */
export type StallWatch = {
  act(act: Pick<AgentAct, 'kind' | 'fingerprint' | 'running' | 'text'>, now: number): void;
  output(now: number): void;
  /** A question to people is open, or not any more: who waits for people is not stuck. */
  asks(open: boolean, now: number): void;
  /** What the workspace looks like now; answers why this is a stall, or null. */
  look(workspace: string, now: number): string | null;
};

/** Words alone keep a run alive for so many times `stallMs`: they are no work. */
const talking = 3;
/** A program that never tells what it does may be one long build. */
const silentProgram = 6;
/** A tool whose end was never told: even that is over some time. */
const endlessTool = 12;

export function createStallWatch(
  { stallMs, stallRepeats }: StallLimits,
  /** How often `look` is called; a much longer gap means that this process slept, and proves nothing. */
  everyMs: number,
  startedAt: number,
): StallWatch {
  const running = new Set<string>();
  const series = new Map<AgentAct['kind'], { fingerprint: string; text: string; count: number }>();
  let acts = false;
  let questions = 0;
  let actAt = startedAt;
  let outputAt = startedAt;
  let changedAt = startedAt;
  let lookedAt = startedAt;
  let last: string | undefined;

  const repeated = (): string | null => {
    for (const { count, text } of series.values()) {
      if (count >= stallRepeats) {
        return `It did the same thing ${count} times in a row and nothing changed by it: ${text.slice(0, 200)}`;
      }
    }
    return null;
  };

  const standing = (now: number): string | null => {
    const still = now - changedAt;
    const quiet = now - Math.max(actAt, outputAt);
    const idle = now - actAt;
    const nothing = 'and nothing changed in its workspace';
    if (!acts) {
      const most = silentProgram * stallMs;
      return still >= most && quiet >= most ? `It printed nothing for ${time(quiet)}, ${nothing}` : null;
    }
    if (running.size > 0) {
      const most = endlessTool * stallMs;
      return still >= most && quiet >= most
        ? `A tool of it is said to run, but nothing was heard of it for ${time(quiet)}, ${nothing}`
        : null;
    }
    if (still < stallMs || idle < stallMs) return null;
    if (quiet >= stallMs) return `It neither used a tool nor said anything for ${time(quiet)}, ${nothing}`;
    const most = talking * stallMs;
    return still >= most && idle >= most ? `It only talked for ${time(idle)}, ${nothing}` : null;
  };

  return {
    act({ kind, fingerprint, running: isRunning, text }, now) {
      if (kind === 'said' || kind === 'thought') {
        outputAt = now;
        return;
      }
      acts = true;
      actAt = now;
      if (kind === 'plan') return;
      const isNew = kind === 'edit' || !running.has(fingerprint);
      if (kind === 'tool' && isRunning === true) running.add(fingerprint);
      else if (kind === 'tool') running.delete(fingerprint);
      if (!isNew) return;
      const before = series.get(kind);
      const count = before?.fingerprint === fingerprint ? before.count + 1 : 1;
      series.set(kind, { fingerprint, text, count });
    },
    output(now) {
      outputAt = now;
    },
    asks(open, now) {
      questions += open ? 1 : -1;
      outputAt = now;
      if (!open) actAt = now;
    },
    look(workspace, now) {
      const slept = now - lookedAt - everyMs;
      lookedAt = now;
      if (slept > Math.max(4 * everyMs, stallMs / 4)) {
        actAt = Math.min(now, actAt + slept);
        outputAt = Math.min(now, outputAt + slept);
        changedAt = Math.min(now, changedAt + slept);
      }
      if (workspace !== last) {
        if (last !== undefined) changedAt = now;
        last = workspace;
        series.clear();
        return null;
      }
      return questions > 0 ? null : (repeated() ?? standing(now));
    },
  };
}

function time(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} seconds` : `${Math.round(ms / 60_000)} minutes`;
}
