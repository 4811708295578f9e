import { z } from 'zod';
import type { Coordinator, ServiceState } from '../coordinator/coordinator.port.ts';
import type { Store } from '../store/store.port.ts';
import type { KnownFiles } from '../write-back/known-files.port.ts';
import type { KnownService } from './conclude.ts';

const remembered = z.object({
  name: z.string(),
  inode: z.number().nullable(),
  specHash: z.string().nullable(),
  settingsHash: z.string().nullable().default(null),
  buildHash: z.string().nullable(),
  adopted: z.boolean(),
});
export type Remembered = z.infer<typeof remembered>;

const nothing: Remembered = {
  name: '',
  inode: null,
  specHash: null,
  settingsHash: null,
  buildHash: null,
  adopted: false,
};

/**
 * What was last told to the coordinator about each service, under `catalog/<id>`. Written only after the event is
 * durable: a crash between the two tells the same fact again, which changes nothing.
 */
export class CatalogMemory {
  readonly #store: Store;
  readonly #coordinator: Coordinator;
  readonly #built: Pick<KnownFiles, 'commit'>;
  readonly #records = new Map<string, Remembered>();

  constructor(store: Store, coordinator: Coordinator, built: Pick<KnownFiles, 'commit'>) {
    this.#store = store;
    this.#coordinator = coordinator;
    this.#built = built;
  }

  /** Every service the coordinator knows, with what is remembered of it. */
  all(): KnownService[] {
    return [...this.#coordinator.services()].map((state) => this.#known(state));
  }

  named(name: string): KnownService | null {
    const state = this.#coordinator.serviceNamed(name);
    return state === undefined ? null : this.#known(state);
  }

  update(id: string, change: Partial<Remembered>): void {
    const before = this.#record(id);
    const after = { ...before, ...change };
    const text = JSON.stringify(after);
    if (text === JSON.stringify(before)) return;
    this.#records.set(id, after);
    this.#store.put(`catalog/${id}`, text);
  }

  #known(state: ServiceState): KnownService {
    const { id, name, present } = state.context;
    const record = this.#record(id);
    return { ...record, buildHash: record.buildHash ?? this.#unseenBuild(id), id, name, present };
  }

  /** Write-back put a build there that was not looked at yet: it is like no directory without one. */
  #unseenBuild(id: string): string | null {
    return this.#built.commit(id) === null ? null : 'not looked at yet';
  }

  #record(id: string): Remembered {
    const record = this.#records.get(id) ?? parse(this.#store.get(`catalog/${id}`));
    this.#records.set(id, record);
    return record;
  }
}

function parse(text: string | undefined): Remembered {
  if (text === undefined) return nothing;
  try {
    return remembered.parse(JSON.parse(text));
  } catch {
    return nothing;
  }
}
