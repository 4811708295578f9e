import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Stack, TestPlan } from '../../stack/stack.ts';
import { CleanRoom } from '../clean-room.ts';
import { runSuite, type SuiteOptions } from '../runners/run-suite.ts';
import type { TestReport } from '../test-report.ts';

export type ControlRun = {
  readonly report: TestReport;
  /** The commands of this run alone. */
  readonly commands: CleanRoom['runs'];
  readonly durationMs: number;
};

export type ControlRunOptions = Omit<SuiteOptions, 'tick' | 'coverage'> & {
  /** Ends what runs at once; the run then rejects with its reason. */
  readonly signal?: AbortSignal;
};

/** A copy of a room whose files are changed for a control and put back after it. */
export class ControlsRoom {
  readonly room: CleanRoom;
  readonly #stack: Stack;
  readonly #originals = new Map<string, Buffer | null>();

  constructor(room: CleanRoom, stack: Stack) {
    this.room = room;
    this.#stack = stack;
  }

  /** The bytes of a file of `BUILD/`, as changed so far. */
  read(path: string): Promise<Buffer> {
    return readFile(join(this.room.build, path));
  }

  async write(path: string, content: string | Buffer): Promise<void> {
    await this.remove(path);
    const target = join(this.room.build, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }

  async remove(path: string): Promise<void> {
    const target = join(this.room.build, path);
    if (!this.#originals.has(path)) this.#originals.set(path, await readFile(target).catch(() => null));
    await rm(target, { force: true });
  }

  /** Puts back every file that was written. */
  async restore(): Promise<void> {
    for (const [path, content] of this.#originals) {
      const target = join(this.room.build, path);
      await rm(target, { force: true });
      if (content !== null) await writeFile(target, content);
    }
    this.#originals.clear();
  }

  /** Runs the suite as it is here now, without coverage, on an empty data directory. Rejects only when it is called off. */
  async suite(plan: TestPlan, options: ControlRunOptions): Promise<ControlRun> {
    const { signal, ...more } = options;
    // A report of the run before would be read as this one's, should this one end before it writes its own.
    for (const folder of [this.room.data, this.room.reports]) await empty(folder);
    const { directory, sandbox, own } = this.room;
    const runs: CleanRoom['runs'] = [];
    const bound = signal ? AbortSignal.any([this.room.signal, signal]) : this.room.signal;
    const room = new CleanRoom(directory, sandbox, bound, { own, runs });
    const start = performance.now();
    try {
      const report = await runSuite(room, this.#stack, plan, { ...more, tick: () => {}, coverage: false });
      return { report, commands: [...runs], durationMs: performance.now() - start };
    } finally {
      this.room.runs.push(...runs);
    }
  }
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}
