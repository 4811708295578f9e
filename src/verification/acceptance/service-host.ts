import { join } from 'node:path';
import type { Stack } from '../../stack/stack.ts';
import type { CleanRoom } from '../clean-room.ts';
import type { Random } from '../random.ts';
import { type StartedService, type StartProblem, startService } from './start-service.ts';

/** One service of a room on data of its own, which can be stopped and started again on the same data. */
export class ServiceHost {
  readonly #room: CleanRoom;
  readonly #stack: Stack;
  readonly #startMs: number;
  readonly #data: string;
  readonly #release: string;
  #service: StartedService | null = null;

  constructor(room: CleanRoom, stack: Stack, startMs: number, random: Random) {
    this.#room = room;
    this.#stack = stack;
    this.#startMs = startMs;
    this.#data = join(room.directory, `data-${random.word(6)}`);
    this.#release = `r-${random.between(100, 99_999)}`;
  }

  /** The running service. Throws where none runs. */
  get service(): StartedService {
    if (this.#service === null) throw new Error('the service was not started');
    return this.#service;
  }

  /** Starts it, after stopping it in good order where it runs. Null when it is healthy. */
  async start(): Promise<StartProblem | null> {
    await this.stop();
    const started = await startService(this.#room, this.#stack, {
      data: this.#data,
      release: this.#release,
      withinMs: this.#startMs,
    });
    if ('problem' in started) return started.problem;
    this.#service = started.service;
    return null;
  }

  async stop(): Promise<void> {
    await this.#service?.stop();
    this.#service = null;
  }
}
