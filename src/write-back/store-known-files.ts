import type { Store } from '../store/store.port.ts';
import type { KnownContent, KnownFiles } from './known-files.port.ts';

/** One path's record: whose content it is, and every content it may hold now. */
export type KnownFile = { readonly taken: boolean; readonly contents: readonly KnownContent[] };

/** Known files in the database: `written/<id>/<path>` holds `w` or `t` and the content hashes, `-` for no file. */
export class StoreKnownFiles implements KnownFiles {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  of(service: string): ReadonlyMap<string, readonly KnownContent[]> {
    return new Map([...this.records(service)].map(([path, record]) => [path, record.contents]));
  }

  records(service: string): Map<string, KnownFile> {
    const prefix = `written/${service}/`;
    const records = new Map<string, KnownFile>();
    for (const key of this.#store.keys(prefix)) {
      const [kind, ...hashes] = (this.#store.get(key) ?? '').split(' ');
      const contents = hashes.map((hash) => (hash === '-' ? null : hash));
      records.set(key.slice(prefix.length), { taken: kind === 't', contents });
    }
    return records;
  }

  commit(service: string): string | null {
    return this.#store.get(`published/${service}`) ?? null;
  }

  take(service: string, commit: string, files: ReadonlyMap<string, string>): void {
    const records = this.records(service);
    for (const [path, hash] of files) {
      const known = records.get(path);
      if (known?.contents.length !== 1 || known.contents[0] !== hash) {
        this.#put(service, path, { taken: true, contents: [hash] });
      }
    }
    for (const path of records.keys()) {
      if (path.startsWith('BUILD/') && !files.has(path)) this.forget(service, path);
    }
    this.#store.put(`published/${service}`, commit);
  }

  /** Before a file is written: until `wrote` says so it may hold any of these. */
  writing(service: string, path: string, record: KnownFile): void {
    this.#put(service, path, record);
  }

  wrote(service: string, path: string, hash: string): void {
    this.#put(service, path, { taken: false, contents: [hash] });
  }

  forget(service: string, path: string): void {
    this.#store.remove(`written/${service}/${path}`);
  }

  published(service: string, commit: string): void {
    this.#store.put(`published/${service}`, commit);
  }

  #put(service: string, path: string, { taken, contents }: KnownFile): void {
    const key = `written/${service}/${path}`;
    const value = [taken ? 't' : 'w', ...contents.map((hash) => hash ?? '-')].join(' ');
    if (this.#store.get(key) !== value) this.#store.put(key, value);
  }
}
