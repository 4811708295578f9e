import { type MachineKind, restore, type Snapshot } from '../../machines/step.ts';
import type { Store, StreamId } from '../store/store.port.ts';
import type { Slices } from './slices.ts';
import { StreamReplay } from './stream-replay.ts';

/** Rows read in one go. */
const PAGE = 200;

type Reads = Pick<Store, 'events' | 'eachEvent' | 'snapshot'>;

/** The machines of a home as they were after one event. What has not moved since is read as it is stored. */
export class PastMachines {
  readonly #store: Reads;
  readonly #slices: Slices;
  /** Number of the last event that counts. */
  readonly seq: number;

  constructor(store: Reads, seq: number, slices: Slices) {
    this.#store = store;
    this.seq = seq;
    this.#slices = slices;
  }

  /** Every machine of a kind there was by then. */
  async all<K extends MachineKind>(kind: K): Promise<Map<StreamId, Snapshot<K>>> {
    const streams: StreamId[] = [];
    const opened = { kind, types: ['Opened'], upTo: this.seq };
    await this.#store.eachEvent(opened, ({ stream }) => void streams.push(stream));
    const found = new Map<StreamId, Snapshot<K>>();
    for (const stream of streams) {
      const snapshot = await this.one(kind, stream);
      if (snapshot) found.set(stream, snapshot);
    }
    return found;
  }

  /** One machine; null when there was none yet. */
  async one<K extends MachineKind>(kind: K, stream: StreamId): Promise<Snapshot<K> | null> {
    await this.#slices.turn();
    const row = this.#store.snapshot(stream);
    if (row && row.seq <= this.seq) return restore(kind, row.snapshot, row.version);
    const replay = new StreamReplay(kind);
    for (let after = 0; ; ) {
      const rows = this.#store.events({ stream, after, upTo: this.seq, limit: PAGE });
      for (const each of rows) {
        replay.take(each);
        await this.#slices.turn();
      }
      after = rows.at(-1)?.seq ?? after;
      if (rows.length < PAGE) return replay.snapshot;
    }
  }
}
