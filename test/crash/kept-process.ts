import type { Line } from '../e2e/support/line.ts';
import { hasEnded, type Started } from '../e2e/support/processes.ts';
import { until } from '../e2e/support/until.ts';

export type Death = { readonly how: number | string; readonly said: string };

/** A process that is started again, unarmed, whenever it dies. */
export type KeptProcess = {
  /** Resolves once it is up for the first time, armed or not; rejects when it never comes up. */
  readonly up: Promise<void>;
  readonly deaths: readonly Death[];
  /** From each new start until it was up, milliseconds. */
  readonly recoveries: readonly number[];
  /** Resolves once whatever died is up again. */
  recovered(): Promise<void>;
  /** Asks it to end and resolves with its exit code. */
  stop(): Promise<number | string>;
};

export type KeepOptions = {
  readonly line: Line;
  readonly launch: () => Started;
  readonly isUp: (process: Started) => Promise<boolean>;
  /** What `ANDON_CRASH_AT` is for the first start. */
  readonly armed: string | undefined;
};

const deathsAllowed = 3;

export function keepProcess({ line, launch, isUp, armed }: KeepOptions): KeptProcess {
  const deaths: Death[] = [];
  const recoveries: number[] = [];
  let stopping = false;
  let current = begin(armed);
  let cameUp = () => {};
  let failed: (error: Error) => void = () => {};
  const up = new Promise<void>((resolve, reject) => {
    cameUp = resolve;
    failed = reject;
  });
  up.catch(() => undefined);

  function begin(crashAt: string | undefined): Started {
    if (crashAt !== undefined) line.env.ANDON_CRASH_AT = crashAt;
    try {
      return launch();
    } finally {
      delete line.env.ANDON_CRASH_AT;
    }
  }

  async function watch(started: Started): Promise<void> {
    const since = performance.now();
    const isThere = await until('it is up', async () => hasEnded(started) || (await isUp(started))).then(
      () => !hasEnded(started),
      () => false,
    );
    if (isThere && deaths.length > 0) recoveries.push(performance.now() - since);
    if (isThere) cameUp();
    else if (!hasEnded(started)) failed(new Error(`it does not come up: ${started.said().slice(-2_000)}`));
    const how = await started.ended;
    if (stopping) return;
    deaths.push({ how, said: started.said() });
    if (deaths.length > deathsAllowed) return failed(new Error(`it dies again and again: ${started.said()}`));
    current = begin(undefined);
    await watch(current);
  }

  const watching = watch(current);
  return {
    up,
    deaths,
    recoveries,
    async recovered() {
      await until('it is up again', () => recoveries.length >= deaths.length);
    },
    async stop() {
      stopping = true;
      const how = await current.stop();
      await watching;
      return how;
    },
  };
}
