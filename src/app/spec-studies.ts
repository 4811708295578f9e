import { Worker } from 'node:worker_threads';
import { contentHash } from '../contracts/tree-hash.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { StudiedSpec } from '../specs/studied-spec.ts';
import { lintSpec } from './study-spec.ts';
import type { StudyAnswer, StudyWish } from './study-thread.ts';

export type SpecStudiesOptions = {
  readonly strict: boolean;
  readonly log: Log;
  /** Once it is known what is missing from a text, nobody waits longer than this for it to be understood. */
  readonly patienceMs?: number;
  /** Default: the thread of this program. */
  readonly thread?: () => Worker;
};

/** Texts whose reading is remembered. */
const remembered = 32;
/** A thread nothing is asked of for so long is ended. */
const idleMs = 60_000;
/** So long a thread has to begin, and to say what is missing. */
const beginsWithinMs = 20_000;

/**
 * Reads specs in a thread of its own, one after the other: a long one takes seconds, and the coordinator has none to
 * spare. What takes longer than patience allows is answered with what is missing from it alone.
 */
export class SpecStudies {
  readonly #options: SpecStudiesOptions;
  readonly #known = new Map<string, Promise<StudiedSpec>>();
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: SpecStudiesOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  study(text: string): Promise<StudiedSpec> {
    const key = contentHash(text);
    let known = this.#known.get(key);
    if (!known) {
      known = this.#last.then(() => this.#read(text, key));
      this.#last = known;
    }
    // The one asked for last is forgotten last.
    this.#known.delete(key);
    this.#known.set(key, known);
    for (const old of this.#known.keys()) if (this.#known.size > remembered) this.#known.delete(old);
    return known;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    await this.#end();
  }

  async #read(text: string, key: string): Promise<StudiedSpec> {
    clearTimeout(this.#idle);
    const { strict, log } = this.#options;
    const missing = (): StudiedSpec => ({ lint: lintSpec(text, strict), statements: [] });
    if (this.#closed) return missing();
    try {
      return (await this.#ask({ text, strict })) ?? missing();
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'a spec could not be read in its thread');
      // The next one to ask may have more luck.
      this.#known.delete(key);
      await this.#end();
      return missing();
    } finally {
      this.#idle = setTimeout(() => void this.#end(), idleMs);
      this.#idle.unref();
    }
  }

  /** Undefined where it ended, or was ended, before it had said anything. Rejects with what went wrong in it. */
  #ask(wish: StudyWish): Promise<StudiedSpec | undefined> {
    this.#worker ??= (this.#options.thread ?? ownThread)();
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      let partly: StudiedSpec | undefined;
      const end = () => void this.#end();
      let giveUp = setTimeout(end, beginsWithinMs);
      // Its own listeners alone: a worker without those it has of itself is deaf.
      const over = () => {
        clearTimeout(giveUp);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        worker.unref();
      };
      const onMessage = ({ studied, whole }: StudyAnswer) => {
        partly = studied;
        if (!whole) {
          clearTimeout(giveUp);
          giveUp = setTimeout(end, this.#options.patienceMs ?? 4_000);
          return;
        }
        over();
        resolve(studied);
      };
      const onError = (error: Error) => {
        over();
        reject(error);
      };
      const onExit = () => {
        over();
        if (this.#worker === worker) this.#worker = undefined;
        resolve(partly);
      };
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.ref();
      worker.postMessage(wish);
    });
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

function ownThread(): Worker {
  const end = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Worker(new URL(`./study-thread.${end}`, import.meta.url), { execArgv: [] });
}
