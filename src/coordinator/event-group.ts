import type { Batch, StreamId } from '../store/store.port.ts';
import type { Receipt } from './coordinator.port.ts';
import type { Machine } from './memory-machines.ts';
import { batchOf, type Run, type RunInput, runToCompletion } from './run-to-completion.ts';

/** An event on its way to a stream, and who waits for it to be durable. A null event opens the stream with `input`. */
export type Waiting = {
  readonly stream: StreamId;
  readonly event: RunInput['event'];
  readonly input?: Readonly<Record<string, unknown>>;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Events stepped together, to be committed in one transaction. Each sees what those before it did; one that a machine
 * refuses leaves no trace in it.
 */
export class EventGroup {
  readonly #base: Pick<RunInput, 'at' | 'ticketDefaults'>;
  readonly #committed: RunInput['lookup'];
  readonly #runs: { readonly run: Run; readonly waiting: Waiting }[] = [];
  /** The machines as they will be, by stream. */
  readonly staged = new Map<StreamId, Machine>();
  #seq: number;

  constructor(base: Pick<RunInput, 'at' | 'ticketDefaults' | 'lastSeq'>, committed: RunInput['lookup']) {
    this.#base = base;
    this.#committed = committed;
    this.#seq = base.lastSeq;
  }

  /** Sequence number of the last event in it. */
  get seq(): number {
    return this.#seq;
  }

  get isEmpty(): boolean {
    return this.#runs.length === 0;
  }

  /** Steps one event and everything it causes; returns the machines it changed. Throws when it is refused. */
  take(waiting: Waiting): readonly Machine[] {
    const run = runToCompletion({
      ...this.#base,
      stream: waiting.stream,
      event: waiting.event,
      ...(waiting.input ? { input: waiting.input } : {}),
      lastSeq: this.#seq,
      lookup: (stream) => this.staged.get(stream) ?? this.#committed(stream),
    });
    const changed = [...run.machines.values()];
    for (const machine of changed) this.staged.set(machine.stream, machine);
    this.#seq += run.events.length;
    this.#runs.push({ run, waiting });
    return changed;
  }

  batch(): Batch {
    return batchOf(this.#runs.map((each) => each.run));
  }

  /** All of it is durable: everybody who waits is told. */
  settle(): void {
    for (const { run, waiting } of this.#runs) waiting.resolve({ seq: run.seq, ignored: run.ignored });
  }

  /** Nothing of it was committed: everybody who waits is told why. */
  fail(error: unknown): void {
    for (const { waiting } of this.#runs) waiting.reject(error);
  }
}
