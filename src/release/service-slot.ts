import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { RunningRelease } from './release-runner.ts';

/** What may run side by side for one service: making candidates takes minutes, and a crash must not wait for it. */
export type Lane = 'candidate' | 'live';

type Task = { readonly release: string; readonly lane: Lane; readonly abort: AbortController };

/** Everything in memory about one service's processes, and its work in order. */
export type Slot = {
  readonly service: string;
  serving: RunningRelease | null;
  readonly candidates: Map<string, RunningRelease>;
  /** Over zero while a switch, restart or rollback is under way: the gateway keeps requests waiting. */
  holding: number;
  /** How often it was started again because the environment failed it, since it was last well. */
  excused: number;
  readonly tasks: Map<string, Task>;
  readonly turns: Record<Lane, Promise<void>>;
};

export function createSlot(service: string): Slot {
  return {
    service,
    serving: null,
    candidates: new Map(),
    holding: 0,
    excused: 0,
    tasks: new Map(),
    turns: { candidate: Promise.resolve(), live: Promise.resolve() },
  };
}

/** Does `work` after what is before it in its lane; a second one of the same kind for the same release is not begun. */
export function enqueue(
  slot: Slot,
  lane: Lane,
  kind: string,
  release: string,
  log: Log,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const key = `${kind}/${release}`;
  if (slot.tasks.has(key)) return slot.turns[lane];
  const abort = new AbortController();
  const task = { release, lane, abort };
  slot.tasks.set(key, task);
  slot.turns[lane] = slot.turns[lane]
    .then(() => (abort.signal.aborted ? undefined : work(abort.signal)))
    .catch((error: unknown) => {
      log.error(
        { service: slot.service, release, task: kind, reason: messageOf(error) },
        'release task failed',
      );
    })
    .finally(() => {
      if (slot.tasks.get(key) === task) slot.tasks.delete(key);
    });
  return slot.turns[lane];
}

/** Calls off what is under way or waiting, of one lane or release where named. */
export function callOff(slot: Slot, which: { lane?: Lane; release?: string } = {}): void {
  for (const [key, task] of slot.tasks) {
    if (which.lane !== undefined && task.lane !== which.lane) continue;
    if (which.release !== undefined && task.release !== which.release) continue;
    task.abort.abort();
    slot.tasks.delete(key);
  }
}

/** Keeps the gateway's requests waiting while `work` goes on. */
export async function holding<T>(slot: Slot, work: () => Promise<T>): Promise<T> {
  slot.holding += 1;
  try {
    return await work();
  } finally {
    slot.holding -= 1;
  }
}
